package org.tidemark.jobs.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.regime.MqWeights;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.features.spark.QualityWeights;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.TestSpark;

/** The weights of the market quality score come from their table, by version, or not at all. */
class QualityWeightsIT {
  @TempDir Path folder;

  private TableStore store() {
    return new TableStore(TestSpark.session(), Lake.at(folder + "/lake"));
  }

  private static void put(TableStore store, int version, String dimension, double weight) {
    store.append(
        Tables.QUALITY_WEIGHTS,
        store.rows(Tables.QUALITY_WEIGHTS, List.of(RowFactory.create(version, dimension, weight))));
  }

  private static void put(TableStore store, int version, double... weights) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      rows.add(RowFactory.create(version, MqWeights.DIMENSIONS.get(i), weights[i]));
    }
    store.append(Tables.QUALITY_WEIGHTS, store.rows(Tables.QUALITY_WEIGHTS, rows));
  }

  private static NightlyArgs args(int version) {
    return new NightlyArgs(
        Recorded.NEW_YEAR.plusDays(1),
        NightlyConfig.of(Map.of("features", "quality", "quality.weights", "" + version)),
        Progress.SILENT);
  }

  @Test
  void theFirstVersionIsThereAndIsThePublishedOne() {
    assertThat(QualityWeights.read(store(), 1)).isEqualTo(MqWeights.V1);
    // Another program that meets the lake seeds nothing again.
    assertThat(store().read(Tables.QUALITY_WEIGHTS).count()).isEqualTo(6);
    assertThat(FeaturesJob.set(store(), args(1))).isEqualTo(FeatureSets.named("quality"));
  }

  @Test
  void whatIsNoWholeSetOfWeightsIsRefused() {
    TableStore store = store();
    put(store, 2, 0.15, 0.15, 0.15, 0.15, 0.20, 0.21);
    put(store, 3, 0.2, 0.2, 0.2, 0.2, 0.2);
    put(store, 4, 0.2, 0.2, 0.2, 0.2, 0.1, 0.1);
    put(store, 4, "noise", 0.1);
    put(store, 5, "luck", 1);
    assertThatThrownBy(() -> QualityWeights.read(store, 2)).hasMessageContaining("add up to 1");
    assertThatThrownBy(() -> QualityWeights.read(store, 3))
        .hasMessageContaining("must name [liquidity");
    assertThatThrownBy(() -> QualityWeights.read(store, 4))
        .hasMessageContaining("names noise twice in version 4");
    assertThatThrownBy(() -> QualityWeights.read(store, 5)).hasMessageContaining("luck");
    assertThatThrownBy(() -> FeaturesJob.set(store, args(6)))
        .hasMessageContaining("no version 6; it has [1, 2, 3, 4, 5]");
    assertThatThrownBy(() -> put(store, 7, "noise", -0.1)).hasMessageContaining("weight_range");
  }

  @Test
  @Tag("slow")
  void theVersionDecidesTheScoreAndIsPartOfTheHash() throws IOException {
    TableStore store = store();
    Recorded.ingest(store, List.of(new Recorded(folder).minutes(0, 1)));
    new FeaturesJob().run(store, args(1));
    FeatureSet first = FeaturesJob.set(store, args(1));
    Dataset<Row> ready = store.read(FeatureTable.of(first)).where("not isnan(mq_score)");
    assertThat(ready.count()).isGreaterThan(500);
    assertThat(
            ready
                .where(
                    "abs(mq_score - (0.15 * (mq_liquidity + mq_volatility + mq_momentum"
                        + " + mq_imbalance) + 0.2 * (mq_trend_strength + mq_noise))) > 1e-6")
                .count())
        .isZero();
    put(store, 2, 0, 0, 1, 0, 0, 0);
    FeatureSet second = FeaturesJob.set(store, args(2));
    assertThat(second.hash()).isNotEqualTo(first.hash());
    new FeaturesJob().run(store, args(2));
    assertThat(store.read(FeatureTable.of(second)).where("mq_score <> mq_momentum").count())
        .isZero();
    assertThat(store.read(Tables.FEATURE_STATE).select("feature_set_hash").distinct().count())
        .isEqualTo(1);
    assertThat(store.read(Tables.FEATURE_SETS).where("feature like 'mq_score_w2_%'").count())
        .isEqualTo(7);
    // Another set of numbers under the same version is another set of features.
    FeatureSet other = FeatureSets.quality(first.sampler(), new MqWeights(2, 1, 0, 0, 0, 0, 0));
    assertThat(other.hash()).isNotEqualTo(second.hash());
  }
}
