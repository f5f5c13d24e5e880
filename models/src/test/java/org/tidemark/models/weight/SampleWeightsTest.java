package org.tidemark.models.weight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights worked out by hand. */
class SampleWeightsTest {
  private static final Offset<Double> CLOSE = within(1e-12);

  /** Spans (0, 2], (1, 3] and (5, 6] of one instrument, labels 1, 1, 0. */
  private static final LabelledRows THREE =
      new LabelledRows(
          new int[3], new long[] {0, 1, 5}, new long[] {2, 3, 6}, new float[] {1, 1, 0}, 2);

  private static double[] weights(String text) {
    return SampleWeights.parse(text).of(THREE);
  }

  @Test
  void whatIsSharedIsDivided() {
    // 0.75, 0.75 and 1, scaled by 3 / 2.5
    assertThat(weights("uniqueness")).containsExactly(new double[] {0.9, 0.9, 1.2}, CLOSE);
    assertThat(weights("even")).containsExactly(1, 1, 1);
  }

  @Test
  void classesWeighTheSame() {
    assertThat(weights("balance")).containsExactly(new double[] {0.75, 0.75, 1.5}, CLOSE);
    assertThat(weights("uniqueness*balance"))
        .containsExactly(new double[] {0.75, 0.75, 1.5}, CLOSE);
  }

  @Test
  void olderRowsCountLess() {
    // summed uniqueness 0.75, 1.5, 2.5 of 2.5: ages 0.7, 0.4, 0; factors 0.65, 0.8, 1, sum 2.45
    double scale = 3 / 2.45;
    assertThat(weights("decay:0.5"))
        .containsExactly(new double[] {0.65 * scale, 0.8 * scale, scale}, CLOSE);
    assertThat(weights("decay:1")).containsExactly(new double[] {1, 1, 1}, CLOSE);
    // 1 - age / 0.5: the first is gone, the second keeps 0.2
    assertThat(weights("decay:-0.5")).containsExactly(new double[] {0, 0.5, 2.5}, CLOSE);
  }

  @Test
  void spansOfOtherInstrumentsAreSharedOnlyAcross() {
    LabelledRows two =
        new LabelledRows(
            new int[] {0, 1, 1},
            new long[] {0, 0, 2},
            new long[] {2, 2, 4},
            new float[] {0.5f, -2, 1},
            0);
    assertThat(SampleWeights.parse("uniqueness").of(two)).containsExactly(1, 1, 1);
    assertThat(SampleWeights.parse("uniqueness:across").of(two))
        .containsExactly(new double[] {0.75, 0.75, 1.5}, CLOSE);
    assertThatThrownBy(() -> SampleWeights.parse("balance").of(two))
        .hasMessageContaining("leave balance out");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "even",
        "uniqueness",
        "uniqueness:across",
        "decay:0.5",
        "decay:-0.25:across",
        "balance",
        "uniqueness*decay:0.5*balance",
        "balance*decay:1"
      })
  void textsReadBack(String text) {
    assertThat(SampleWeights.parse(text).id()).isEqualTo(text);
    assertThat(SampleWeights.parse(SampleWeights.parse(text).id()))
        .isEqualTo(SampleWeights.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "uniqueness*",
        "unique",
        "decay",
        "decay:",
        "decay:x",
        "decay:-1",
        "decay:1.5",
        "decay:NaN",
        "decay:0.5:0.5",
        "balance:across",
        "balance*balance",
        "decay:0.5*decay:0.4",
        "uniqueness*uniqueness:across",
        "even:across"
      })
  void otherTextsAreRefused(String text) {
    assertThatThrownBy(() -> SampleWeights.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rowsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> row(5, 5, 0, 2)).hasMessageContaining("must be after 5");
    assertThatThrownBy(() -> row(5, 6, 2, 2)).hasMessageContaining("class from 0 to 1");
    assertThatThrownBy(() -> row(5, 6, 0.5f, 2)).hasMessageContaining("label 0.5");
    assertThatThrownBy(() -> row(5, 6, Float.NaN, 0)).hasMessageContaining("must be a number");
    assertThatThrownBy(() -> row(5, 6, 0, 1)).hasMessageContaining("classes = 1");
    assertThatThrownBy(() -> new SampleWeights(List.of())).hasMessageContaining("write even");
    assertThatThrownBy(
            () -> new LabelledRows(new int[0], new long[0], new long[0], new float[0], 2))
        .hasMessageContaining("at least one row");
  }

  private static LabelledRows row(long from, long to, float label, int classes) {
    return new LabelledRows(
        new int[1], new long[] {from}, new long[] {to}, new float[] {label}, classes);
  }
}
