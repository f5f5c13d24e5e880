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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.spark.CrossTable;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.feature.FeaturesJob;
import org.tidemark.jobs.feature.LabelsJob;
import org.tidemark.jobs.feature.ModelColumns;
import org.tidemark.jobs.ingest.IngestArgs;
import org.tidemark.jobs.ingest.IngestJob;
import org.tidemark.jobs.monitor.DriftJob;
import org.tidemark.jobs.serve.Serving;
import org.tidemark.jobs.train.ExportJob;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.jobs.train.RegisterJob;
import org.tidemark.jobs.train.TrainJob;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.jobs.validate.ValidateJob;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.market.wire.WireWriter;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.RefusedModelException;
import org.tidemark.models.spark.OnnxModel;
import org.tidemark.testkit.TestSpark;

/**
 * Models that read the columns of a universe beside those of their feature set: the rows they are
 * fitted on, what becomes of rows without such columns, and that nobody serves them live.
 */
@Tag("slow")
class CrossChainIT {
  private static final LocalDate NIGHT = LocalDate.parse("2024-01-08");
  private static final String UNIVERSE = "sims@1:SIM1,SIM2,SIM3[2024-01-06..]";

  @TempDir static Path folder;
  private static TableStore store;

  private static NightlyArgs args(Map<String, String> more) {
    NightlyConfig config =
        NightlyConfig.of(
            Map.of(
                "learners", "xgboost,logistic",
                "xgboost.trees", "10",
                "xgboost.depth", "3",
                "split", "anchored:folds=2,train=0.5,embargo=PT30M",
                "universes", UNIVERSE,
                "cross", "sims"));
    return new NightlyArgs(NIGHT, config.with(more), Progress.SILENT);
  }

  @BeforeAll
  static void featuresAndLabels() throws IOException {
    store = new TableStore(TestSpark.session(), Lake.at(folder.resolve("lake").toString()));
    MarketModel market =
        MarketModel.standard(23, 4)
            .withSpan(Instant.parse("2024-01-05T00:00:00Z"), 2)
            .withTradesPerMinute(2);
    Path file = folder.resolve("trades.jsonl");
    try (Writer out = Files.newBufferedWriter(file)) {
      for (Iterator<MarketEvent> it = market.events(); it.hasNext(); ) {
        out.append(WireWriter.write(it.next())).append('\n');
      }
    }
    new IngestJob().run(store, IngestArgs.of("wire", "", List.of(file.toString())));
    new FeaturesJob().run(store, args(Map.of()));
    new LabelsJob().run(store, args(Map.of()));
  }

  private static Map<String, List<Integer>> bits(List<Row> rows, List<String> names) {
    Map<String, List<Integer>> found = new HashMap<>();
    for (Row row : rows) {
      List<Integer> bits = new ArrayList<>();
      names.forEach(n -> bits.add(Float.floatToRawIntBits(row.<Float>getAs(n))));
      assertThat(found.put(key(row), bits)).as("a second row of " + key(row)).isNull();
    }
    return found;
  }

  private static String key(Row row) {
    return row.getAs("instrument") + " " + row.getAs("event_time_nanos");
  }

  @Test
  void aRowIsTheBarsOfItsTimeInBothTablesOrLeftOutAndCounted() {
    ModelColumns columns = ModelColumns.of(store, args(Map.of()));
    FeatureSet own = columns.own();
    Map<String, List<Integer>> first =
        bits(store.read(FeatureTable.of(own)).collectAsList(), own.outputNames());
    Table table = CrossTable.of(columns.cross().orElseThrow());
    List<String> crossNames = columns.cross().orElseThrow().outputNames();
    Map<String, List<Integer>> second = bits(store.read(table).collectAsList(), crossNames);
    Map<String, List<Integer>> expected = new HashMap<>();
    Map<String, Long> unmatched = new TreeMap<>();
    for (Row label : store.read(Tables.LABELS).collectAsList()) {
      List<Integer> beside = second.get(key(label));
      if (beside == null) {
        unmatched.merge(label.getAs("instrument"), 1L, Long::sum);
      } else {
        List<Integer> both = new ArrayList<>(first.get(key(label)));
        both.addAll(beside);
        expected.put(key(label), both);
      }
    }
    // SIM3 belongs from its second day on, SIM4 never.
    assertThat(unmatched.keySet()).contains("SIM3", "SIM4");
    assertThat(unmatched.getOrDefault("SIM1", 0L)).isLessThan(3);
    try (TrainingFrame frame = TrainingFrame.load(store, args(Map.of()))) {
      assertThat(frame.columns().features()).isEqualTo(columns.names());
      assertThat(frame.columns().featureSetHash()).isEqualTo(columns.hash());
      assertThat(bits(frame.rows().collectAsList(), columns.names())).isEqualTo(expected);
    }
    assertThat(unmatched)
        .as("also what a night tells")
        .isEqualTo(new Unmatched(store, args(Map.of())).byInstrument());
  }

  @Test
  void suchModelsAreCertifiedRemadeAndScoredInBatchAndServeNobody() {
    NightlyArgs args = args(Map.of());
    new ValidateJob().run(store, args);
    TrainJob.Summary trained = new TrainJob().run(store, args);
    assertThat(trained.unmatched()).isEqualTo(new Unmatched(store, args).byInstrument());
    new ExportJob().run(store, args);
    RegisterJob.Summary registered = new RegisterJob().run(store, args);
    assertThat(registered.decision()).isEqualTo("kept");
    List<Row> versions =
        store.read(Tables.MODEL_REGISTRY).where(args.mine()).orderBy("learner").collectAsList();
    assertThat(versions).hasSize(2);
    for (Row version : versions) {
      assertThat(version.<String>getAs("feature_set")).isEqualTo("bars40+cross_sims");
      assertThat(version.<String>getAs("alias")).isNull();
      assertThat(version.<String>getAs("tier")).isNotEqualTo("BACKUP");
      String name = version.getAs("model_version");
      assertThatThrownBy(() -> Serving.of(store, "direction").promotion(name, "by hand"))
          .hasMessageContaining("may not serve: it reads columns of other instruments");
      new Reproduced(store, name, "direction").toTheSameBytesOfItsModel();
    }
    assertThat(
            store
                .read(Tables.CERTIFICATES)
                .where(args.mine())
                .where("kind = 'onnx-parity' AND holds AND mismatches = 0")
                .count())
        .isEqualTo(2);
    assertThat(new DriftJob().run(store, args).features())
        .isEqualTo(ModelColumns.of(store, args).names().size());
    scoresInBatch(versions.get(1));
  }

  private static void scoresInBatch(Row version) {
    String sha256 = version.getAs("onnx_sha256");
    byte[] file = new ModelFiles(store).read(ModelFiles.artifact(sha256));
    ModelColumns now = ModelColumns.of(store, args(Map.of()));
    OnnxModel model = OnnxModel.of(file, new LoadGuard.Expected(sha256, now.hash()));
    long scored =
        model
            .transform(now.rows(store::read))
            .where(col("score").between(0, 1))
            .where(col("instrument").equalTo("SIM3"))
            .count();
    assertThat(scored).isGreaterThan(1_000);
    // Another version of the universe: the same columns with another meaning.
    ModelColumns other =
        ModelColumns.of(store, args(Map.of("universes", UNIVERSE.replace("@1", "@2"))));
    assertThat(other.names()).isEqualTo(now.names());
    assertThatThrownBy(() -> OnnxModel.of(file, new LoadGuard.Expected(sha256, other.hash())))
        .isInstanceOf(RefusedModelException.class)
        .hasMessageContaining(now.hash())
        .hasMessageContaining(other.hash());
  }

  /** Labelled rows without a row of the universe, asked of the tables by SQL. */
  private record Unmatched(TableStore store, NightlyArgs args) {
    Map<String, Long> byInstrument() {
      store.read(Tables.LABELS).createOrReplaceTempView("cross_chain_labels");
      store
          .read(CrossTable.of(ModelColumns.of(store, args).cross().orElseThrow()))
          .createOrReplaceTempView("cross_chain_rows");
      Map<String, Long> found = new TreeMap<>();
      store
          .spark()
          .sql(
              "select instrument, count(*) from cross_chain_labels l where not exists (select 1"
                  + " from cross_chain_rows r where r.instrument = l.instrument and"
                  + " r.event_time_nanos = l.event_time_nanos) group by instrument")
          .collectAsList()
          .forEach(row -> found.put(row.getString(0), row.getLong(1)));
      return found;
    }
  }
}
