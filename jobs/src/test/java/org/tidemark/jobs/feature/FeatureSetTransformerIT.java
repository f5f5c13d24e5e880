package org.tidemark.jobs.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tidemark.jobs.feature.Recorded.NEW_YEAR;
import static org.tidemark.jobs.feature.Recorded.ingest;
import static org.tidemark.jobs.feature.Recorded.midnight;
import static org.tidemark.jobs.feature.Recorded.stored;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.causality.Outcome;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.spark.FeatureDriver;
import org.tidemark.features.spark.FeatureSetTransformer;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.causality.CausalityArgs;
import org.tidemark.jobs.causality.CausalityJob;
import org.tidemark.jobs.feature.Recorded.Source;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.Aggressor;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;
import org.tidemark.market.wire.WireWriter;
import org.tidemark.testkit.TestSpark;

/** The spark.ml stage gives the rows of the batch driver, in pipelines, saved and loaded. */
class FeatureSetTransformerIT {
  private static final String[] CHOSEN = {"rsi_14", "return_1min", "bollinger_width_5"};
  private static final long MORNING = 8 * 3_600_000_000_000L;
  private static final FeatureSet CORE = FeatureSets.named("core65");

  @TempDir static Path folder;
  private static TableStore minutes;
  private static TableStore mixed;
  private static final List<MarketEvent> LOG = new ArrayList<>();

  @BeforeAll
  static void fill() throws IOException {
    minutes = new TableStore(TestSpark.session(), Lake.at(folder.resolve("minutes").toString()));
    ingest(minutes, List.of(new Recorded(folder).minutes(0, 2)));
    mixed = new TableStore(TestSpark.session(), Lake.at(folder.resolve("mixed").toString()));
    ingest(mixed, List.of(new Source("wire", mixedLog())));
  }

  /** Trades, and quotes between them, of two instruments. */
  private static Path mixedLog() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    List<String> lines = new ArrayList<>();
    double price = 100;
    for (int i = 0; i < 1_200; i++) {
      InstrumentId name = new InstrumentId(i % 5 == 0 ? "A" : "B");
      long time = midnight(NEW_YEAR) + i * 5_000_000_000L;
      price += random.nextInt(-2, 3) * 0.01;
      MarketEvent event =
          i % 3 == 0
              ? new Trade(name, i, time, price, 1 + random.nextInt(5), Aggressor.SELL)
              : new Quote(name, i, time, price - 0.01, 2, price + 0.01 * (1 + i % 4), 3);
      LOG.add(event);
      lines.add(WireWriter.write(event));
    }
    return Files.write(folder.resolve("mixed.jsonl"), lines);
  }

  private static FeatureSetTransformer bars40() {
    return new FeatureSetTransformer().setFeatureSet("bars40");
  }

  /** The events of the lake in one frame, in an order that is not that of the log. */
  private static Dataset<Row> frame() {
    return mixed
        .read(Tables.QUOTES)
        .withColumn("kind", lit("quotes"))
        .unionByName(mixed.read(Tables.TRADES).withColumn("kind", lit("TRADES")), true)
        .orderBy(col("offset").desc());
  }

  /** As {@link Recorded#stored}, of any rows with the columns of the wide table. */
  private static List<String> text(Dataset<Row> rows) {
    List<String> lines = new ArrayList<>();
    for (Row row : rows.orderBy("instrument", "offset").collectAsList()) {
      StringBuilder line = new StringBuilder(row.getString(0));
      for (int i = 2; i < 5; i++) {
        line.append(' ').append(row.getLong(i));
      }
      for (int i = 5; i < 10; i++) {
        line.append(' ').append(Double.doubleToRawLongBits(row.getDouble(i)));
      }
      for (int i = 10; i < row.size(); i++) {
        line.append(' ').append(Float.floatToRawIntBits(row.getFloat(i)));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  @Test
  void recordedBarsGiveTheRowsOfTheDriver() {
    new FeatureDriver(minutes, Recorded.SET).run(NEW_YEAR.plusDays(3));
    List<String> driver = stored(minutes);
    Dataset<Row> rows = bars40().transform(minutes.read(Tables.BARS));
    assertThat(text(rows)).isEqualTo(driver).hasSizeGreaterThan(2_000);
    assertThat(types(rows.schema()))
        .isEqualTo(types(bars40().transformSchema(minutes.read(Tables.BARS).schema())))
        .isEqualTo(types(minutes.read(FeatureTable.of(Recorded.SET)).schema()));
  }

  private static List<String> types(StructType schema) {
    return Arrays.stream(schema.fields())
        .map((StructField f) -> f.name() + " " + f.dataType().sql())
        .toList();
  }

  /** What a plain loop over an instrument's events gives, in the text of {@link #text}. */
  private static List<String> replayed(String instrument) {
    List<String> lines = new ArrayList<>();
    Replay replay = CORE.start();
    LOG.stream()
        .filter(event -> event.instrument().value().equals(instrument))
        .forEach(event -> replay.on(event, row -> lines.add(Recorded.text(row)), late -> {}));
    return lines;
  }

  @Test
  void tradesAndQuotesOfOneFrameGiveTheRowsOfThePlainLoop() {
    List<String> expected = replayed("A");
    expected.addAll(replayed("B"));
    Dataset<Row> rows =
        new FeatureSetTransformer().setFeatureSet("core65").transform(frame()).cache();
    assertThat(text(rows)).isEqualTo(expected).hasSizeGreaterThan(150);
    assertThat(rows.where("bid_ask_spread > 0").count()).isPositive();
    rows.unpersist();
    FeatureSetTransformer ticks = bars40().setSampler("tick-10");
    assertThat(ticks.transform(mixed.read(Tables.TRADES)).count()).isEqualTo(40);
  }

  /** A morning's bars: enough for the features that the pipelines choose. */
  private static Dataset<Row> morning() {
    return minutes
        .read(Tables.BARS)
        .where(col("event_time_nanos").leq(midnight(NEW_YEAR) + MORNING));
  }

  private static Pipeline pipeline() {
    return new Pipeline()
        .setStages(
            new PipelineStage[] {
              bars40().setOutputs(CHOSEN).setOutputCol("features").setHandleInvalid("skip"),
              new SQLTransformer()
                  .setStatement(
                      "SELECT *, CAST(lead(close) OVER (PARTITION BY instrument ORDER BY offset)"
                          + " > close AS DOUBLE) AS label FROM __THIS__"),
              new SQLTransformer().setStatement("SELECT * FROM __THIS__ WHERE label IS NOT NULL"),
              new LogisticRegression().setMaxIter(5).setRegParam(0.1)
            });
  }

  @Test
  void aPipelineWithAnEstimatorFitsAndLoadsWithTheSameScores() throws IOException {
    Dataset<Row> bars = morning();
    PipelineModel model = pipeline().fit(bars);
    List<Row> scored = scores(model, bars);
    assertThat(scored).hasSizeGreaterThan(100);
    Vector features = scored.get(0).getAs("features");
    assertThat(features.size()).isEqualTo(3);
    assertThat(features.toArray()).doesNotContain(Double.NaN);
    AttributeGroup names =
        AttributeGroup.fromStructField(model.transform(bars).schema().apply("features"));
    assertThat(Stream.of(names.attributes().get()).map(a -> a.name().get()))
        .containsExactly(CHOSEN);

    model.write().overwrite().save(folder.resolve("model").toString());
    PipelineModel loaded = PipelineModel.load(folder.resolve("model").toString());
    assertThat(scores(loaded, bars)).isEqualTo(scored);
    pipeline().write().overwrite().save(folder.resolve("pipeline").toString());
    Pipeline again = Pipeline.load(folder.resolve("pipeline").toString());
    assertThat(scores(again.fit(bars), bars)).isEqualTo(scored);
  }

  private static List<Row> scores(PipelineModel model, Dataset<Row> bars) {
    return model
        .transform(bars)
        .select("instrument", "offset", "features", "probability")
        .orderBy("instrument", "offset")
        .collectAsList();
  }

  @Test
  void theColumnsOfTheVectorAreThoseThatWereChosen() {
    FeatureSetTransformer stage = bars40().setOutputs(CHOSEN).setHandleInvalid("skip");
    Dataset<Row> bars = morning();
    Dataset<Row> columns = stage.transform(bars);
    List<Row> vectors = stage.setOutputCol("v").transform(bars).orderBy("offset").collectAsList();
    List<Row> floats = columns.orderBy("offset").collectAsList();
    assertThat(Arrays.asList(columns.columns()).subList(10, 13)).containsExactly(CHOSEN);
    assertThat(vectors).hasSameSizeAs(floats).isNotEmpty();
    for (int i = 0; i < floats.size(); i++) {
      assertThat(vectors.get(i).<Vector>getAs("v").toArray())
          .containsExactly(
              floats.get(i).getFloat(10), floats.get(i).getFloat(11), floats.get(i).getFloat(12));
    }
  }

  /** Loaded where the set of that name is made of something else, it names both sides. */
  @Test
  void aSavedStageRefusesAnotherSetOfItsName() throws IOException {
    Path saved = folder.resolve("stage");
    bars40().write().overwrite().save(saved.toString());
    String hash = FeatureSets.named("bars40").hash();
    FeatureSetTransformer loaded = FeatureSetTransformer.load(saved.toString());
    assertThat(loaded.getOrDefault(loaded.featureSetHash())).isEqualTo(hash);
    assertThatThrownBy(() -> loaded.setSampler("time-300s").transformSchema(new StructType()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(hash)
        .hasMessageContaining(loaded.copy(new org.apache.spark.ml.param.ParamMap()).uid());

    String other = "0".repeat(hash.length());
    try (Stream<Path> files = Files.list(saved.resolve("metadata"))) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().endsWith(".crc")) {
          Files.delete(file);
        } else {
          Files.writeString(
              file, Files.readString(file).replace(hash, other).replace("rsi_14@1", "rsi_14@9"));
        }
      }
    }
    assertThatThrownBy(() -> FeatureSetTransformer.load(saved.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bars40 is not the one that was saved")
        .hasMessageContaining(other)
        .hasMessageContaining(hash)
        .hasMessageContaining("rsi_14@1(")
        .hasMessageContaining("rsi_14@9(");
  }

  private static void refused(FeatureSetTransformer stage, Dataset<Row> input, String... words) {
    assertThatThrownBy(() -> stage.transformSchema(input.schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void columnsAndParamsThatCannotBeAreRefusedBeforeAnythingRuns() {
    Dataset<Row> bars = minutes.read(Tables.BARS);
    Dataset<Row> trades = mixed.read(Tables.TRADES);
    refused(new FeatureSetTransformer(), bars, "no feature set", "setFeatureSet");
    refused(bars40().setFeatureSet("bars41"), bars, "no feature set is named 'bars41'");
    refused(bars40(), bars.drop("offset"), "no column offset", "every event needs");
    refused(bars40(), bars.drop("close"), "no kind of event", "trades need (aggressor, price");
    refused(
        bars40(),
        bars.withColumn("close", col("close").cast("string")),
        "column close is string, but of bars it must be a number");
    refused(
        bars40(), bars.withColumn("offset", col("offset").cast("int")), "offset", "bigint; cast");
    refused(bars40(), frame().drop("kind"), "trades and quotes", "add a column 'kind'");
    refused(bars40().setSampler("tick-10"), bars, "bars40_tick10", "no bars can be made of bars");
    refused(bars40().setSampler("ticks"), bars, "no sampler is named 'ticks'");
    refused(bars40().setOutputs("rsi_15"), bars, "[rsi_15]", "rsi_14");
    refused(bars40().setOutputCol("close"), bars, "'close' is a column of the bar");
    refused(bars40().setHandleInvalid("error"), bars, "'error'", "keep or skip");
    assertThat(bars40().transformSchema(trades.schema()).size()).isEqualTo(50);
  }

  @Test
  void aRowOfNoKnownKindIsRefusedAndNotLost() {
    Dataset<Row> odd = frame().withColumn("kind", lit("heartbeats"));
    assertThatThrownBy(() -> bars40().transform(odd).count())
        .hasStackTraceContaining("column kind must be one of trades and quotes, not heartbeats");
  }

  @Test
  void theDetectorFindsTheStageClean() throws IOException {
    Path saved = folder.resolve("checked");
    bars40().setOutputs("rsi_7", "bollinger_width_5").write().overwrite().save(saved.toString());
    CausalityJob.Summary found =
        new CausalityJob()
            .run(
                minutes,
                new CausalityArgs(
                    Optional.empty(),
                    "time-60s",
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.of(saved.toString()),
                    List.of("bars"),
                    Map.of(),
                    List.of(),
                    midnight(NEW_YEAR),
                    midnight(NEW_YEAR) + 4 * 3_600_000_000_000L,
                    1,
                    7,
                    Progress.SILENT));
    assertThat(found.verdicts())
        .hasSize(2)
        .allSatisfy(v -> assertThat(v.outcome()).isInstanceOf(Outcome.Clean.class));
  }
}
