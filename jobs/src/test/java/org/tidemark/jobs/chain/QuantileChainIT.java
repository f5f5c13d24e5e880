package org.tidemark.jobs.chain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.feature.ModelColumns;
import org.tidemark.jobs.train.FittedFacts;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.jobs.train.ModelManifest;
import org.tidemark.jobs.train.TrainPlan;
import org.tidemark.jobs.validate.ValidateJob;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.models.uncertain.IntervalRule;

/** A night whose intervals lie between the scores of two learners of quantiles. */
@Tag("slow")
class QuantileChainIT {
  @TempDir static Path folder;

  private static NightlyArgs args(Map<String, String> more) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "xgboost.trees", "10",
                "xgboost.depth", "3",
                "split", "anchored:folds=3,train=0.4,embargo=PT30M"));
    all.putAll(more);
    return new NightlyArgs(FourDays.NIGHT, NightlyConfig.of(all), (done, of, what) -> {});
  }

  @Test
  void intervalsLieBetweenTwoQuantiles() throws IOException {
    TableStore store = FourDays.lake(folder);
    NightlyArgs night =
        args(
            Map.of(
                "label", "fixed-15m-value",
                "learners", "quantile-0.1,quantile-0.9,elastic-net",
                "interval", "cqr:0.8",
                "model", "between"));
    FourDays.CHAIN.subList(0, 2).forEach(job -> job.run(store, night));
    aPlanMakesNoTable(store);
    FourDays.CHAIN.subList(2, FourDays.CHAIN.size()).forEach(job -> job.run(store, night));
    Dataset<Row> scores = store.read(Tables.OOF_PREDICTIONS).where(night.mine());
    Dataset<Row> intervals = store.read(Tables.INTERVALS).where(night.mine());
    assertThat(intervals.where("learner = 'elastic-net'").count()).isZero();
    assertThat(intervals.count())
        .isEqualTo(scores.where("learner <> 'elastic-net'").count())
        .isPositive();
    assertThat(intervals.where("fold = 0 AND covered IS NOT NULL").count()).isZero();
    assertThat(intervals.where("fold > 0 AND covered IS NULL").count()).isZero();
    assertThat(intervals.where("method <> 'cqr:0.8' OR level <> 0.8").count()).isZero();
    intervalsAreRomanos(scores, intervals);
    for (String model : List.of("quantile-0.1", "quantile-0.9")) {
      double counted =
          intervals
              .where(col("learner").equalTo(model))
              .selectExpr("avg(cast(covered as double))")
              .head()
              .getDouble(0);
      assertThat(metric(store, night, model, "coverage", -1))
          .hasValueSatisfying(found -> assertThat(found).isCloseTo(counted, within(1e-9)));
      assertThat(counted).isBetween(0.6, 0.95);
      assertThat(metric(store, night, model, "coverage_level", 2)).contains(0.8);
      assertThat(metric(store, night, model, "coverage", 0)).isEmpty();
      double level = Double.parseDouble(model.substring(model.indexOf('-') + 1));
      double pinball =
          scores
              .where(col("learner").equalTo(model))
              .selectExpr(
                  "avg(if(label > score, %s, %s) * (cast(label as double) - score))"
                      .formatted(level, level - 1))
              .head()
              .getDouble(0);
      assertThat(metric(store, night, model, "pinball_loss", -1))
          .hasValueSatisfying(found -> assertThat(found).isCloseTo(pinball, within(1e-9)));
      rule(store, model, scores);
      new Reproduced(store, FourDays.NIGHT + "-" + model, "between").toTheSameBytesOfItsModel();
    }
    assertThat(manifest(store, "elastic-net").facts().interval()).isEqualTo("none");
    assertThat(inFile(store, manifest(store, "elastic-net"))).doesNotContainKey("interval");
    new Reproduced(store, FourDays.NIGHT + "-elastic-net", "between").toTheSameBytesOfItsModel();
    assertThat(store.read(Tables.CERTIFICATES).where(night.mine()).where("not holds").count())
        .isZero();
    assertThatThrownBy(
            () ->
                new ValidateJob()
                    .run(
                        store,
                        args(
                            Map.of(
                                "label", "fixed-15m-value",
                                "learners", "quantile-0.1,elastic-net",
                                "interval", "cqr:0.8"))))
        .hasMessageContaining("lacks quantile-0.9");
  }

  /** Features and labels are there, those of the universe are not, nor are they after a plan. */
  private static void aPlanMakesNoTable(TableStore store) {
    NightlyArgs cross =
        args(Map.of("label", "fixed-15m-value", "universes", "sims@1:SIM1,SIM2", "cross", "sims"));
    List<Table> tables = ModelColumns.of(store, cross).tables();
    assertThat(tables).hasSize(2);
    assertThat(store.exists(tables.get(0))).isTrue();
    assertThat(TrainPlan.of(store, cross))
        .singleElement()
        .asString()
        .contains("run these tasks first");
    assertThat(store.exists(tables.get(1))).isFalse();
  }

  /** Made again fold by fold from the stored scores, the plain way. */
  private static void intervalsAreRomanos(Dataset<Row> scores, Dataset<Row> intervals) {
    List<Row> rows =
        scores
            .where("learner <> 'elastic-net'")
            .groupBy("instrument", "event_time_nanos", "span_end_nanos", "fold", "label")
            .pivot("learner", List.of("quantile-0.1", "quantile-0.9"))
            .agg(first("score"))
            .orderBy("event_time_nanos", "instrument")
            .collectAsList();
    assertThat(rows).isNotEmpty();
    Map<String, Row> found = new HashMap<>();
    for (Row row : intervals.where("fold > 0").collectAsList()) {
      found.merge(
          row.getAs("instrument") + " " + row.getAs("event_time_nanos"),
          row,
          (one, other) -> {
            assertThat(one.<Double>getAs("low")).isEqualTo(other.<Double>getAs("low"));
            assertThat(one.<Double>getAs("high")).isEqualTo(other.<Double>getAs("high"));
            return one;
          });
    }
    int checked = 0;
    for (int fold = 1; fold < 3; fold++) {
      int now = fold;
      long begin =
          rows.stream()
              .filter(row -> row.getInt(3) == now)
              .mapToLong(row -> row.getLong(1))
              .min()
              .orElseThrow();
      double[] outside =
          rows.stream()
              .filter(row -> row.getInt(3) != now && row.getLong(2) <= begin)
              .mapToDouble(
                  row ->
                      Math.max(
                          (double) row.getFloat(5) - row.getFloat(4),
                          (double) row.getFloat(4) - row.getFloat(6)))
              .sorted()
              .toArray();
      double margin = outside[(int) Math.ceil((outside.length + 1) * 8 / 10.0) - 1];
      for (Row row : rows) {
        if (row.getInt(3) == now) {
          Row interval = found.get(row.getString(0) + " " + row.getLong(1));
          double low = row.getFloat(5) - margin;
          double high = row.getFloat(6) + margin;
          if (low <= high) {
            assertThat(interval.<Double>getAs("low")).isCloseTo(low, within(1e-12));
            assertThat(interval.<Double>getAs("high")).isCloseTo(high, within(1e-12));
            assertThat(interval.<Boolean>getAs("covered"))
                .isEqualTo(low <= row.getFloat(4) && row.getFloat(4) <= high);
            checked++;
          }
        }
      }
    }
    assertThat(checked).isGreaterThan(found.size() / 2);
  }

  /** Both versions have the one rule of all rows, in manifest and file. */
  private static void rule(TableStore store, String model, Dataset<Row> scores) {
    FittedFacts facts = manifest(store, model).facts();
    IntervalRule rule = IntervalRule.parse(facts.interval());
    assertThat(facts.interval()).startsWith("between:0.8:");
    assertThat(rule.isKnown()).isTrue();
    assertThat(facts.interval()).isEqualTo(manifest(store, "quantile-0.9").facts().interval());
    assertThat(facts.datasetVersions()).containsKey(Tables.OOF_PREDICTIONS.qualifiedName());
    assertThat(inFile(store, manifest(store, model))).containsEntry("interval", facts.interval());
    assertThat(facts.hyperparameters()).contains("quantile:");
    assertThat(scores.where(col("learner").equalTo(model)).count()).isPositive();
  }

  private static ModelManifest manifest(TableStore store, String model) {
    return ModelManifest.of(store, FourDays.NIGHT + "-" + model, Optional.of("between"));
  }

  private static Map<String, String> inFile(TableStore store, ModelManifest manifest) {
    byte[] file = new ModelFiles(store).read(ModelFiles.artifact(manifest.onnxSha256()));
    LoadGuard.Expected expected =
        new LoadGuard.Expected(manifest.onnxSha256(), manifest.facts().featureSetHash());
    try (OnnxScorer scorer = OnnxScorer.open(file, expected)) {
      return scorer.artifact().metadata();
    }
  }

  private static Optional<Double> metric(
      TableStore store, NightlyArgs args, String learner, String metric, int fold) {
    return store
        .read(Tables.MODEL_METRICS)
        .where(args.mine())
        .where(
            col("learner")
                .equalTo(learner)
                .and(col("metric").equalTo(metric))
                .and(col("fold").equalTo(fold)))
        .where("window = 'test' AND instrument = 'ALL' AND regime = 'ALL' AND value IS NOT NULL")
        .select("value")
        .collectAsList()
        .stream()
        .map(row -> row.getDouble(0))
        .findFirst();
  }
}
