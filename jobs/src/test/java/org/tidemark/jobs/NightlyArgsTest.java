package org.tidemark.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.jobs.feature.LabelsJob;

/** What tells the rows of one run, one bar length and one model from those of another. */
class NightlyArgsTest {
  private static NightlyArgs args(String... settings) {
    Map<String, String> values = new java.util.TreeMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      values.put(settings[i], settings[i + 1]);
    }
    return new NightlyArgs(
        LocalDate.parse("2018-06-01"), NightlyConfig.of(values), Progress.SILENT);
  }

  @Test
  void twoModelsOfOneDateAreTwoRuns() {
    assertThat(args().runId()).isEqualTo("nightly-2018-06-01-direction");
    assertThat(args("model", "breakout").runId()).isEqualTo("nightly-2018-06-01-breakout");
    assertThat(args("model", "breakout").mine())
        .isEqualTo("run_id = 'nightly-2018-06-01-breakout'");
  }

  /** A model's name becomes part of ids, file names and predicates. */
  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "x'; drop", "../up", "-x", "a/b", "é"})
  void aModelNameThatIsNoFileNameIsRefused(String name) {
    assertThatThrownBy(() -> args("model", name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model = '" + name + "'");
  }

  @Test
  void twoBarLengthsShareNoWideTableAndNoLabelSet() {
    FeatureSet long5 =
        FeatureSets.named(
            "bars40", Samplers.parse(args("sampler", "time-300s").config().text("sampler")));
    assertThat(FeatureTable.of(long5).qualifiedName()).isEqualTo("features.bars40_300s");
    assertThat(long5).isEqualTo(FeatureSets.named("bars40", Duration.ofMinutes(5)));
    assertThat(LabelsJob.labelSet(args())).isEqualTo("fixed-15m");
    assertThat(LabelsJob.labelSet(args("sampler", "time-300s"))).isEqualTo("fixed-15m_300s");
  }
}
