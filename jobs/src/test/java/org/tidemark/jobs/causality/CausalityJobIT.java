package org.tidemark.jobs.causality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.causality.Detector;
import org.tidemark.features.causality.Fact;
import org.tidemark.features.causality.Outcome;
import org.tidemark.features.causality.Probe;
import org.tidemark.features.causality.Verdict;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.cli.TidemarkCommand;
import org.tidemark.jobs.ingest.IngestArgs;
import org.tidemark.jobs.ingest.IngestJob;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.testkit.BarGenerator;
import org.tidemark.testkit.Prerequisite;
import org.tidemark.testkit.TestSpark;

/** The detector on Spark: the zoo's queries and transformers, and a lake of recorded minutes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CausalityJobIT {
  @TempDir private Path folder;
  private final List<Fact<InputRow>> bars = new ArrayList<>();
  private final List<Fact<InputRow>> both = new ArrayList<>();
  private InputTable barTable;
  private InputTable fundingTable;

  @BeforeAll
  void makeInputs() {
    barTable =
        new InputTable(
            "bars",
            StructType.fromDDL(
                "instrument string, event_time timestamp, event_time_nanos bigint, open_time_nanos"
                    + " bigint, open double, high double, low double, close double, volume double"),
            Duration.ZERO);
    fundingTable =
        new InputTable(
            "funding_rates",
            StructType.fromDDL(
                "instrument string, event_time timestamp, event_time_nanos bigint, rate double"),
            Duration.ofHours(1));
    BarGenerator quarters = new BarGenerator(new InstrumentId("X"), Duration.ofMinutes(15));
    for (Bar b : quarters.bars(new SplittableRandom(5), 150, 0)) {
      bars.add(
          barTable.fact(
              RowFactory.create(
                  "X",
                  EventRows.timestamp(b.eventTimeNanos()),
                  b.eventTimeNanos(),
                  b.openTimeNanos(),
                  b.open(),
                  b.high(),
                  b.low(),
                  b.close(),
                  b.volume())));
    }
    both.addAll(bars);
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < bars.size(); i += 16) {
      long at = bars.get(i).timeNanos();
      both.add(
          fundingTable.fact(
              RowFactory.create("X", EventRows.timestamp(at), at, random.nextDouble(-1, 1))));
    }
    both.sort(Comparator.comparingLong(Fact::knownAtNanos));
  }

  private List<Verdict> check(SparkZoo.Query query) {
    SparkSubject subject =
        new SparkSubject(
            query.name(),
            TestSpark.session(),
            List.of(barTable, fundingTable),
            Set.of(),
            (session, inputs) -> session.sql(query.sql()),
            both);
    return Detector.quiet(query.probe() == Probe.KNOWN_AT ? 2 : 1, 3)
        .check(subject, both, new RowAlteration());
  }

  private List<Verdict> check(SparkZoo.Stage stage) {
    SparkSubject subject =
        new SparkSubject(
            stage.name(),
            TestSpark.session(),
            List.of(barTable),
            Set.of(
                "raw",
                "instrument",
                "event_time",
                "event_time_nanos",
                "open_time_nanos",
                "open",
                "high",
                "low",
                "close",
                "volume"),
            (session, inputs) -> UserTransformer.apply(stage.stage(), inputs.get("bars")),
            bars);
    return Detector.quiet(1, 3).check(subject, bars, new RowAlteration());
  }

  private static void isFound(List<Verdict> verdicts, Probe probe) {
    assertThat(verdicts.stream().filter(Verdict::leaks)).isNotEmpty();
    assertThat(verdicts.stream().filter(Verdict::leaks))
        .allSatisfy(
            v -> {
              Probe by = ((Outcome.Leak) v.outcome()).probe();
              assertThat(by == Probe.PERTURBATION ? Probe.TRUNCATION : by).isEqualTo(probe);
            });
  }

  private static void isClean(List<Verdict> verdicts) {
    assertThat(verdicts)
        .isNotEmpty()
        .allSatisfy(v -> assertThat(v.outcome()).isInstanceOf(Outcome.Clean.class));
  }

  @TestFactory
  Stream<DynamicTest> everyPlantedQueryAndStageIsFound() {
    return Stream.concat(
        SparkZoo.leaks().stream()
            .map(q -> dynamicTest(q.probe() + ": " + q.name(), () -> isFound(check(q), q.probe()))),
        SparkZoo.leakingStages().stream()
            .map(
                s -> dynamicTest(s.probe() + ": " + s.name(), () -> isFound(check(s), s.probe()))));
  }

  @TestFactory
  Stream<DynamicTest> noCleanQueryOrStageIsAccused() {
    return Stream.concat(
        SparkZoo.twins().stream().map(q -> dynamicTest(q.name(), () -> isClean(check(q)))),
        SparkZoo.cleanStages().stream().map(s -> dynamicTest(s.name(), () -> isClean(check(s)))));
  }

  /** Fitted before, on other rows: what it does to these rows is then fixed. */
  @Test
  @Tag("slow")
  void aFittedPipelineFromItsFolderIsCleanAndAnUnfittedOneIsNot() throws IOException {
    Dataset<Row> earlier =
        TestSpark.session()
            .createDataFrame(bars.stream().map(f -> f.item().row()).toList(), barTable.columns());
    Pipeline unfitted = (Pipeline) SparkZoo.scaler();
    PipelineModel fitted = unfitted.fit(earlier);
    unfitted.write().overwrite().save(folder.resolve("unfitted").toString());
    fitted.write().overwrite().save(folder.resolve("fitted").toString());

    isFound(check(stage("unfitted")), Probe.TRUNCATION);
    isClean(check(stage("fitted")));
    assertThat(UserTransformer.load(TestSpark.session(), RunningMean.class.getName()))
        .isInstanceOf(RunningMean.class);
  }

  private SparkZoo.Stage stage(String saved) {
    return new SparkZoo.Stage(
        saved,
        Probe.TRUNCATION,
        UserTransformer.load(TestSpark.session(), folder.resolve(saved).toString()));
  }

  /** Three recorded days of minutes: everything registered is clean, and the verb says so. */
  @Test
  void aLakeOfRecordedMinutesIsCleanAndAQueryWithLeadIsNot() throws IOException {
    TableStore store =
        new TableStore(TestSpark.session(), Lake.at(folder.resolve("lake").toString()));
    new IngestJob()
        .run(store, IngestArgs.of("bitfinex-candles", "", List.of(minutes().toString())));
    CausalityJob.Summary clean =
        new CausalityJob()
            .run(
                store,
                args(
                    Optional.of("bars40"), Optional.of("anchored:folds=3,train=0.4,embargo=PT1H")));
    assertThat(clean.verdicts())
        .hasSize(40 + 2 + 3 + 4)
        .allSatisfy(v -> assertThat(v.outcome()).as(v.subject()).isInstanceOf(Outcome.Clean.class));
    assertThat(store.read(Tables.CAUSALITY).where("verdict = 'clean'").count()).isEqualTo(49);
    CausalityArgs label = args(Optional.empty(), Optional.empty());
    new CausalityJob().run(store, label);
    long version = store.version(Tables.CAUSALITY);
    new CausalityJob().run(store, label);
    assertThat(store.version(Tables.CAUSALITY)).as("the same check again").isEqualTo(version);

    Path query = Files.writeString(folder.resolve("lead.sql"), SparkZoo.leaks().get(0).sql());
    Path page = folder.resolve("page.html");
    PrintStream before = System.out;
    int code;
    java.io.ByteArrayOutputStream said = new java.io.ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      code =
          TidemarkCommand.execute(
              "causality",
              "--lake",
              folder.resolve("lake").toString(),
              "--sql",
              query.toString(),
              "--input",
              "bars",
              "--cuts",
              "1",
              "--report",
              page.toString());
    } finally {
      System.setOut(before);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("LEAK").contains("TRUNCATION");
    assertThat(code).isEqualTo(4);
    assertThat(Files.readString(page)).contains("1 of 1 outputs know something").contains("BTCUSD");
    assertThat(store.read(Tables.CAUSALITY).where("verdict = 'leak'").count()).isEqualTo(1);
  }

  private static CausalityArgs args(Optional<String> features, Optional<String> split) {
    return new CausalityArgs(
        features,
        "time-60s",
        Optional.of("fixed-15m"),
        split,
        List.of("xgboost", "logistic"),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Map.of(),
        List.of("BTCUSD"),
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        2,
        7,
        Progress.SILENT);
  }

  /** The first three days of 2018. */
  private Path minutes() throws IOException {
    Path recorded = Prerequisite.data().resolve("crypto-1m/BTCUSD_2018.csv.gz");
    List<String> lines = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(recorded)), StandardCharsets.UTF_8))) {
      for (int i = 0; i < 3 * 1440; i++) {
        lines.add(in.readLine());
      }
    }
    return Files.write(folder.resolve("BTCUSD_2018.csv"), lines);
  }
}
