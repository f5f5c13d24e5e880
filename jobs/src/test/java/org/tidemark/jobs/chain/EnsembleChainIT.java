package org.tidemark.jobs.chain;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.train.RunEnsemble;
import org.tidemark.jobs.validate.ValidateJob;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** A night whose learners, a bagged one among them, are combined in one more version. */
@Tag("slow")
class EnsembleChainIT {
  private static final List<String> MODELS = List.of("bagging", "ensemble", "logistic");

  @TempDir static Path folder;

  private static NightlyArgs args(Map<String, String> more) {
    NightlyConfig config =
        NightlyConfig.of(
            Map.of(
                "learners", "bagging,logistic",
                "bagging.members", "3",
                "xgboost.trees", "15",
                "xgboost.depth", "3",
                "split", "anchored:folds=3,train=0.4,embargo=PT30M"));
    return new NightlyArgs(FourDays.NIGHT, config.with(more), (done, of, what) -> {});
  }

  @Test
  void theLearnersOfANightAreCombined() throws IOException {
    TableStore store = FourDays.lake(folder);
    NightlyArgs stacked = args(Map.of("ensemble", "stacking", "calibration", "platt"));
    FourDays.CHAIN.forEach(job -> job.run(store, stacked));
    holds(store, stacked);
    // The same rows voted on under another name: another combiner, nothing to learn.
    NightlyArgs voted = args(Map.of("ensemble", "vote", "model", "voted"));
    FourDays.CHAIN.forEach(job -> job.run(store, voted));
    holds(store, voted);
    // Weights by the market regime that a column of the rows tells.
    NightlyArgs weighed =
        args(Map.of("ensemble", "regime", "model", "weighed", "features", "regime66"));
    FourDays.CHAIN.forEach(job -> job.run(store, weighed));
    holds(store, weighed);
    assertThat(
            store
                .read(Tables.MODEL_MANIFESTS)
                .where(weighed.mine())
                .where("learner = 'ensemble'")
                .first()
                .<String>getAs("hyperparameters"))
        .contains("\"combiner\":\"regime:");
    NightlyArgs blind = args(Map.of("ensemble", "regime", "model", "blind"));
    assertThatThrownBy(() -> new ValidateJob().run(store, blind))
        .hasMessageContaining("needs one column market_regime_N");
    assertThatThrownBy(
            () ->
                RunEnsemble.method(
                    args(Map.of("ensemble", "soft", "learners", "xgboost")).config()))
        .hasMessageContaining("two or more learners");
  }

  private static void holds(TableStore store, NightlyArgs args) {
    Dataset<Row> scores = store.read(Tables.OOF_PREDICTIONS).where(args.mine());
    String[] key = {"instrument", "event_time_nanos", "fold", "label"};
    Dataset<Row> combined = scores.where(col("learner").equalTo(RunEnsemble.NAME));
    Dataset<Row> single = scores.where(col("learner").equalTo("bagging"));
    assertThat(combined.count()).isEqualTo(single.count()).isPositive();
    assertThat(combined.join(single, key, "left_anti").count()).isZero();

    Dataset<Row> certificates =
        store
            .read(Tables.CERTIFICATES)
            .where(args.mine())
            .where(col("kind").equalTo("onnx-parity"));
    assertThat(certificates.where("holds AND mismatches = 0").count()).isEqualTo(MODELS.size());
    List<Row> registered =
        store
            .read(Tables.MODEL_REGISTRY)
            .where(args.mine())
            .orderBy("model_version")
            .select("learner", "category")
            .collectAsList();
    assertThat(registered.stream().map(r -> r.getString(0)).toList()).isEqualTo(MODELS);
    assertThat(registered.get(1).getString(1)).isEqualTo("SIGNAL_AGGREGATION");
    assertThat(
            store
                .read(Tables.MODEL_METRICS)
                .where(args.mine())
                .where("learner = 'ensemble' AND metric = 'log_loss' AND fold = -1")
                .where("window = 'test' AND instrument = 'ALL' AND regime = 'ALL'")
                .count())
        .isEqualTo(1);
    for (String model : MODELS) {
      new Reproduced(store, FourDays.NIGHT + "-" + model, args.config().text("model"))
          .toTheSameBytesOfItsModel();
    }
  }
}
