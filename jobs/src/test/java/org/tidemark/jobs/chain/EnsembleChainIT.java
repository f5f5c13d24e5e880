package org.tidemark.jobs.chain;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.feature.FeaturesJob;
import org.tidemark.jobs.feature.LabelsJob;
import org.tidemark.jobs.ingest.IngestArgs;
import org.tidemark.jobs.ingest.IngestJob;
import org.tidemark.jobs.train.ExportJob;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.jobs.train.RegisterJob;
import org.tidemark.jobs.train.RunEnsemble;
import org.tidemark.jobs.train.TrainJob;
import org.tidemark.jobs.validate.ValidateJob;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.market.wire.WireWriter;
import org.tidemark.testkit.TestSpark;

/** A night whose learners, a bagged one among them, are combined in one more version. */
@Tag("slow")
class EnsembleChainIT {
  private static final LocalDate NIGHT = LocalDate.parse("2024-01-08");
  private static final List<String> MODELS = List.of("bagging", "ensemble", "logistic");

  private static final List<Job<NightlyArgs, ?>> CHAIN =
      List.of(
          new FeaturesJob(),
          new LabelsJob(),
          new ValidateJob(),
          new TrainJob(),
          new ExportJob(),
          new RegisterJob());

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
    return new NightlyArgs(NIGHT, config.with(more), (done, of, what) -> {});
  }

  private static TableStore lake() throws IOException {
    TableStore store =
        new TableStore(TestSpark.session(), Lake.at(folder.resolve("lake").toString()));
    MarketModel market =
        MarketModel.standard(11, 2)
            .withSpan(Instant.parse("2024-01-04T00:00:00Z"), 4)
            .withTradesPerMinute(3);
    Path file = folder.resolve("trades.jsonl");
    try (Writer out = Files.newBufferedWriter(file)) {
      for (Iterator<MarketEvent> it = market.events(); it.hasNext(); ) {
        out.append(WireWriter.write(it.next())).append('\n');
      }
    }
    new IngestJob().run(store, IngestArgs.of("wire", "", List.of(file.toString())));
    return store;
  }

  @Test
  void theLearnersOfANightAreCombined() throws IOException {
    TableStore store = lake();
    NightlyArgs stacked = args(Map.of("ensemble", "stacking", "calibration", "platt"));
    CHAIN.forEach(job -> job.run(store, stacked));
    holds(store, stacked);
    // The same rows voted on under another name: another combiner, nothing to learn.
    NightlyArgs voted = args(Map.of("ensemble", "vote", "model", "voted"));
    CHAIN.forEach(job -> job.run(store, voted));
    holds(store, voted);
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
    assertThat(new ModelFiles(store).read(ModelFiles.regimeWeights(args.runId()))).isNotEmpty();
    for (String model : MODELS) {
      new Reproduced(store, NIGHT + "-" + model, args.config().text("model"))
          .toTheSameBytesOfItsModel();
    }
  }
}
