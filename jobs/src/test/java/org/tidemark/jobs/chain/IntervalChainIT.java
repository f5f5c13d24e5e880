package org.tidemark.jobs.chain;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.tidemark.jobs.train.FittedFacts;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.jobs.train.ModelManifest;
import org.tidemark.jobs.train.TrainPlan;
import org.tidemark.jobs.validate.ValidateJob;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.models.uncertain.IntervalRule;

/** Nights that say how sure they are, blend their scores, and estimate a quantile. */
@Tag("slow")
class IntervalChainIT {
  private static final String BLEND =
      "base=1.0*rsi_14;0.30;historical_volatility_20>0.0004:0.15;abs(price_momentum_20)>0.003:0.20";

  @TempDir static Path folder;

  private static NightlyArgs args(Map<String, String> more) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "bagging.members", "3",
                "xgboost.trees", "10",
                "xgboost.depth", "3",
                "split", "anchored:folds=3,train=0.4,embargo=PT30M"));
    all.putAll(more);
    return new NightlyArgs(FourDays.NIGHT, NightlyConfig.of(all), (done, of, what) -> {});
  }

  @Test
  void aNightSaysHowSureItIs() throws IOException {
    TableStore store = FourDays.lake(folder);
    NightlyArgs real =
        args(
            Map.of(
                "label", "fixed-15m-value",
                "learners", "bagging,elastic-net",
                "ensemble", "weighted",
                "interval", "split:0.8",
                "model", "move"));
    assertThat(TrainPlan.of(store, real)).singleElement().asString().contains("run these tasks");
    FourDays.CHAIN.forEach(job -> job.run(store, real));
    assertThat(String.join("\n", TrainPlan.of(store, real)))
        .contains("bagging: one task a fit", "on cpu, as xgboost.device = cpu")
        .contains("1 worker of 1 thread", "no external memory, 3 models one after the other")
        .contains("elastic-net: Spark jobs", "ensemble: put together");
    intervalsOfRealLabels(store, real);
    NightlyArgs blended =
        args(
            Map.of(
                "learners", "xgboost,logistic",
                "interval", "sets:0.8",
                "blend", BLEND,
                "model", "blended"));
    FourDays.CHAIN.forEach(job -> job.run(store, blended));
    setsAndBlend(store, blended);
    NightlyArgs quantile =
        args(
            Map.of(
                "label", "fixed-15m-value",
                "learners", "xgboost,elastic-net",
                "xgboost.loss", "quantile:0.9",
                "model", "upper"));
    FourDays.CHAIN.forEach(job -> job.run(store, quantile));
    byPinballLoss(store, quantile);
    assertThatThrownBy(
            () ->
                new ValidateJob()
                    .run(store, args(Map.of("interval", "sets:0.8", "calibration", "platt"))))
        .hasMessageContaining("set one of them to none");
  }

  private static void intervalsOfRealLabels(TableStore store, NightlyArgs args) {
    List<String> models = List.of("bagging", "ensemble", "elastic-net");
    Dataset<Row> scores = store.read(Tables.OOF_PREDICTIONS).where(args.mine());
    assertThat(scores.where("learner = 'elastic-net' AND spread IS NOT NULL").count()).isZero();
    for (String several : List.of("bagging", "ensemble")) {
      Dataset<Row> spread = scores.where(col("learner").equalTo(several));
      assertThat(spread.where("spread >= 0").count()).isEqualTo(spread.count()).isPositive();
      assertThat(spread.where("spread > 0").count()).isPositive();
    }
    Dataset<Row> intervals = store.read(Tables.INTERVALS).where(args.mine());
    assertThat(intervals.count()).isEqualTo(scores.count());
    assertThat(intervals.where("fold = 0 AND covered IS NOT NULL").count()).isZero();
    assertThat(intervals.where("fold > 0 AND covered IS NULL").count()).isZero();
    String[] key = {"learner", "instrument", "event_time_nanos", "fold"};
    Dataset<Row> both = intervals.join(scores.drop("run_id", "event_time"), key);
    assertThat(both.where("fold > 0 AND covered <> (label BETWEEN low AND high)").count()).isZero();
    assertThat(both.where("fold > 0 AND abs((low + high) / 2 - score) > 1e-9").count()).isZero();
    for (String model : models) {
      double stored = metric(store, args, model, "coverage", -1).orElseThrow().getDouble(0);
      Row counted =
          intervals
              .where(col("learner").equalTo(model))
              .selectExpr("avg(cast(covered as double))", "avg(high - low)")
              .head();
      assertThat(stored).isCloseTo(counted.getDouble(0), within());
      assertThat(stored).isBetween(0.6, 0.95);
      assertThat(metric(store, args, model, "interval_width", -1).orElseThrow().getDouble(0))
          .isCloseTo(counted.getDouble(1), within());
      assertThat(metric(store, args, model, "coverage_level", 2).orElseThrow().getDouble(0))
          .isEqualTo(0.8);
      assertThat(metric(store, args, model, "coverage", 0)).isEmpty();
      rule(store, args, model);
      Map<String, String> environment =
          ModelManifest.of(store, FourDays.NIGHT + "-" + model, Optional.of("move"))
              .facts()
              .environment();
      if (model.equals("elastic-net")) {
        assertThat(environment).doesNotContainKey("device");
      } else {
        assertThat(environment).containsEntry("device", "cpu, as xgboost.device = cpu");
      }
      new Reproduced(store, FourDays.NIGHT + "-" + model, "move").toTheSameBytesOfItsModel();
    }
  }

  /** The rule stands in the manifest and inside the registered file, and is that of all rows. */
  private static IntervalRule rule(TableStore store, NightlyArgs args, String model) {
    ModelManifest manifest =
        ModelManifest.of(
            store, FourDays.NIGHT + "-" + model, Optional.of(args.config().text("model")));
    FittedFacts facts = manifest.facts();
    IntervalRule rule = IntervalRule.parse(facts.interval());
    assertThat(rule.level()).isEqualTo(0.8);
    assertThat(rule.isKnown()).isTrue();
    assertThat(facts.datasetVersions()).containsKey(Tables.OOF_PREDICTIONS.qualifiedName());
    assertThat(inFile(store, manifest)).containsEntry("interval", facts.interval());
    return rule;
  }

  private static Map<String, String> inFile(TableStore store, ModelManifest manifest) {
    byte[] file = new ModelFiles(store).read(ModelFiles.artifact(manifest.onnxSha256()));
    LoadGuard.Expected expected =
        new LoadGuard.Expected(manifest.onnxSha256(), manifest.facts().featureSetHash());
    try (OnnxScorer scorer = OnnxScorer.open(file, expected)) {
      return scorer.artifact().metadata();
    }
  }

  private static void setsAndBlend(TableStore store, NightlyArgs args) {
    Dataset<Row> sets = store.read(Tables.INTERVALS).where(args.mine()).where("fold > 0");
    assertThat(sets.where("classes IN ('0', '1', '0,1') AND low IS NULL").count())
        .isEqualTo(sets.count())
        .isPositive();
    assertThat(metric(store, args, "xgboost", "set_size", -1).orElseThrow().getDouble(0))
        .isBetween(1.0, 2.0);
    rule(store, args, "logistic");
    Dataset<Row> certificates =
        store.read(Tables.CERTIFICATES).where(args.mine()).where("kind = 'onnx-parity'");
    assertThat(certificates.where("holds AND mismatches = 0").count()).isEqualTo(2);
    // rsi_14 lies between 0 and 100, so its base is 1 in nearly every row: no score of the blend
    // is below 0.6, and that of the baseline is.
    Dataset<Row> scores = store.read(Tables.OOF_PREDICTIONS).where(args.mine());
    assertThat(scores.where("learner = 'xgboost' AND score < 0.6").count()).isZero();
    assertThat(scores.where("learner = 'logistic' AND score < 0.6").count()).isPositive();
    ModelManifest manifest =
        ModelManifest.of(store, FourDays.NIGHT + "-xgboost", Optional.of("blended"));
    assertThat(inFile(store, manifest)).containsEntry("blend", BLEND);
    for (String model : List.of("xgboost", "logistic")) {
      new Reproduced(store, FourDays.NIGHT + "-" + model, "blended").toTheSameBytesOfItsModel();
    }
  }

  private static void byPinballLoss(TableStore store, NightlyArgs args) {
    Dataset<Row> scores = store.read(Tables.OOF_PREDICTIONS).where(args.mine());
    for (String model : List.of("xgboost", "elastic-net")) {
      double expected =
          scores
              .where(col("learner").equalTo(model))
              .selectExpr("avg(if(label > score, 0.9, -0.1) * (cast(label as double) - score))")
              .head()
              .getDouble(0);
      assertThat(metric(store, args, model, "pinball_loss", -1).orElseThrow().getDouble(0))
          .isCloseTo(expected, within());
    }
    Row registered =
        store
            .read(Tables.MODEL_REGISTRY)
            .where(args.mine())
            .where("learner = 'xgboost'")
            .select("reason", "alias")
            .head();
    assertThat(registered.getString(0)).contains("better pinball_loss").doesNotContain("rmse");
    assertThat(
            store
                .read(Tables.MODEL_COMPARISONS)
                .where(args.mine())
                .where("measure = 'pinball_loss'")
                .count())
        .isPositive();
  }

  private static Optional<Row> metric(
      TableStore store, NightlyArgs args, String learner, String metric, int fold) {
    return store
        .read(Tables.MODEL_METRICS)
        .where(args.mine())
        .where(
            col("learner")
                .equalTo(learner)
                .and(col("metric").equalTo(metric))
                .and(col("fold").equalTo(fold)))
        .where("window = 'test' AND instrument = 'ALL' AND regime = 'ALL'")
        .select("value")
        .collectAsList()
        .stream()
        .filter(row -> !row.isNullAt(0))
        .findFirst();
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.api.Assertions.within(1e-9);
  }
}
