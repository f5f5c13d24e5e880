package org.tidemark.jobs.cli;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.fold.StoredFolds;
import org.tidemark.jobs.train.LearnerChoice;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.jobs.train.TrainJob;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.jobs.validate.ValidateJob;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.Fingerprint;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.models.Target;
import org.tidemark.models.spark.WindowWeights;
import org.tidemark.models.split.RowTimes;
import org.tidemark.models.split.SortedRowTimes;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;
import org.tidemark.models.weight.LabelledRows;
import org.tidemark.models.weight.SampleWeights;
import org.tidemark.testkit.TestSpark;

/** The verb {@code validate} on a small lake: plans before it, and splits that test a row often. */
class ValidateVerbIT {
  private static final String DAY = "2024-01-03";
  private static final String CPCV = "cpcv:groups=4,test=2,embargo=PT30M,by=events";
  private static final List<String> SETTINGS =
      List.of("--set", "learners=logistic", "--set", "label=fixed-15m");

  @TempDir static Path folder;
  private static String lake;
  private static TableStore store;

  @BeforeAll
  static void fill() throws IOException {
    lake = folder.resolve("lake").toString();
    store = new TableStore(TestSpark.session(), Lake.at(lake));
    MarketModel market =
        MarketModel.standard(11, 2)
            .withSpan(Instant.parse("2024-01-01T00:00:00Z"), 2)
            .withTradesPerMinute(3);
    Cli.ingest(lake, market, folder.resolve("events.jsonl"));
    for (String task : List.of("features", "labels")) {
      Cli run = verb(task, CPCV);
      assertThat(run.code()).as(run.err()).isZero();
    }
  }

  private static Cli verb(String verb, String split, String... more) {
    List<String> words = new ArrayList<>(List.of(verb, "--lake", lake, "--as-of", DAY));
    words.addAll(SETTINGS);
    words.addAll(List.of("--set", "split=" + split));
    words.addAll(List.of(more));
    return Cli.run(words.toArray(String[]::new));
  }

  private static NightlyArgs args(String split) {
    return new NightlyArgs(
        LocalDate.parse(DAY),
        NightlyConfig.of(Map.of("learners", "logistic", "label", "fixed-15m", "split", split)),
        Progress.SILENT);
  }

  private static Dataset<Row> mine(Table table) {
    return store.read(table).where(args(CPCV).mine());
  }

  @Test
  void everyRowIsScoredOncePerPathAndPathsAreMeasured() throws IOException {
    Cli run = verb("validate", CPCV);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("validate: {\"auc\"", "\"folds\":6");
    try (TrainingFrame frame = TrainingFrame.load(store, args(CPCV))) {
      List<Split> splits = Splitter.parse(CPCV).split(frame.times());
      StoredFolds stored = StoredFolds.read(mine(Tables.FOLDS));
      assertThat(stored.splits()).isEqualTo(splits);
      assertThat(stored.counts()).allMatch(c -> c.trained() > 0 && c.purged() > 0);
      assertThat(stored.counts().stream().mapToLong(c -> c.tested()).sum())
          .isEqualTo(3 * frame.count());
      assertThat(
              mine(Tables.FOLDS)
                  .selectExpr(
                      "inline(from_json(test_windows, 'array<struct<fromNanos:bigint,"
                          + "toNanos:bigint,spanEndNanos:bigint>>'))")
                  .where("fromNanos < toNanos AND spanEndNanos > fromNanos")
                  .count())
          .isEqualTo(12);
      Dataset<Row> scored = mine(Tables.OOF_PREDICTIONS);
      assertThat(scored.count()).isEqualTo(3 * frame.count());
      for (int path = 0; path < 3; path++) {
        Dataset<Row> keys =
            scored
                .where(stored.paths().predicateSql(path, "fold", "event_time_nanos"))
                .select("instrument", "event_time_nanos")
                .distinct();
        assertThat(keys.count()).isEqualTo(frame.count());
      }
      List<Row> auc =
          mine(Tables.MODEL_METRICS)
              .where("metric = 'auc' AND fold = -1 AND instrument = 'ALL' AND regime = 'ALL'")
              .where("window = 'test' OR window LIKE 'path-%'")
              .orderBy("window")
              .collectAsList();
      assertThat(auc.stream().map(r -> r.<String>getAs("window")))
          .containsExactly("path-0", "path-1", "path-2", "test");
      assertThat(auc.stream().map(r -> r.<Long>getAs("n"))).containsOnly(frame.count());
      assertThat(auc.get(3).<Double>getAs("value"))
          .isEqualTo(
              auc.stream().limit(3).mapToDouble(r -> r.<Double>getAs("value")).average().orElse(0));
      for (String window : List.of("test", "train")) {
        assertThat(
                mine(Tables.MODEL_METRICS)
                    .where("metric = 'auc' AND fold >= 0 AND value > 0.4")
                    .where("window = '" + window + "'")
                    .count())
            .as(window)
            .isEqualTo(6);
      }
      assertPartsAddUp(frame.count());
    }
    Cli report = verb("report", CPCV);
    assertThat(report.code()).as(report.err()).isZero();
    assertThat(Files.readString(folder.resolve("lake/reports/nightly-" + DAY + "-direction.html")))
        .contains("Equity of every backtest path of logistic", "<td class=\"n\">3</td>")
        .contains("logistic, fold 5: in sample 0.", "<td>logistic</td>", "logistic, 2024-01: 0.")
        .contains("no histogram of logits: there is one trial, and a choice needs two.")
        .doesNotContain("NaN", ">null");
    // A split with one path leaves no path of the one before.
    Cli kFold = verb("validate", "kfold:folds=3,embargo=PT30M");
    assertThat(kFold.code()).as(kFold.err()).isZero();
    assertThat(
            mine(Tables.MODEL_METRICS)
                .where("fold = -1")
                .select("window")
                .distinct()
                .orderBy("window")
                .collectAsList()
                .toString())
        .isEqualTo(
            "[[cost], [cost-0x], [cost-1x], [cost-2x], [cost-4x], [month-2024-01], [overfit],"
                + " [test]]");
  }

  /** One row per key, the rows of each kind of part are all rows, and cost only costs. */
  private static void assertPartsAddUp(long rows) {
    Dataset<Row> metrics = mine(Tables.MODEL_METRICS);
    assertThat(
            metrics
                .groupBy("learner", "fold", "instrument", "regime", "window", "metric")
                .count()
                .where("count > 1")
                .count())
        .isZero();
    for (String kind :
        List.of(
            "instrument <> 'ALL' AND window = 'test'",
            "regime <> 'ALL' AND window = 'test'",
            "window LIKE 'month-%'")) {
      assertThat(
              metrics
                  .where("metric = 'accuracy' AND " + kind)
                  .agg(functions.sum("n"))
                  .head()
                  .getLong(0))
          .as(kind)
          .isEqualTo(rows);
    }
    List<Row> costs =
        metrics
            .where("metric = 'total_return' AND window IN ('cost-0x', 'cost-1x', 'test')")
            .where("fold = -1 AND instrument = 'ALL' AND regime = 'ALL'")
            .orderBy("window")
            .collectAsList();
    assertThat(costs.get(0).<Double>getAs("value")).isGreaterThan(costs.get(1).getAs("value"));
    assertThat(costs.get(1).<Double>getAs("value")).isEqualTo(costs.get(2).getAs("value"));
  }

  @Test
  void aPlanCountsTheRowsOfEveryFold() throws IOException {
    Path page = folder.resolve("plan.html");
    Cli plan = verb("validate", CPCV, "--plan", "--html", page.toString());
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("folds   6, in 3 backtest paths").contains(" trained ");
    assertThat(Files.readString(page)).contains("fold 5 test").doesNotContain("n/a");
    Cli nested =
        verb(
            "validate",
            "nested:outer=[anchored:folds=2,embargo=PT30M],inner=[kfold:folds=2,by=events]",
            "--plan");
    assertThat(nested.code()).as(nested.err()).isZero();
    assertThat(nested.out()).containsPattern("1\\.1 [.=x~#]+ +[1-9][0-9,]+ trained");
    assertThat(plan.out())
        .contains("fits    logistic: 6, 2 at a time; Spark jobs of the learner's");
    Cli empty = verb("validate", "rolling:folds=2,train=PT10M,embargo=PT0S", "--plan");
    assertThat(empty.code()).isEqualTo(1);
    assertThat(empty.out()).contains("refuse this: fold 0 has no row to train on", "; ask for");
    Cli refused = verb("validate", "rolling:folds=2,train=PT10M,embargo=PT0S");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("fold 0 has no row to train on", "; ask for");
  }

  @Test
  void aClusterAnswersAsMemoryDoes() {
    try (TrainingFrame frame = TrainingFrame.load(store, args(CPCV))) {
      List<Row> rows = frame.rows().select("event_time_nanos", "span_end_nanos").collectAsList();
      RowTimes memory =
          SortedRowTimes.of(
              rows.stream().mapToLong(r -> r.getLong(0)).toArray(),
              rows.stream().mapToLong(r -> r.getLong(1)).toArray());
      SameTimes.check(frame.times(), memory);
      Split fold = Splitter.parse("kfold:folds=3,embargo=PT30M").split(memory).get(1);
      SameTimes.check(frame.times().trainedBy(fold), memory.trainedBy(fold));
    }
  }

  @Tag("slow")
  @Test
  void weightsAreMadeOfTheRowsOfTheWindowAlone() {
    String split = "kfold:folds=2,embargo=PT30M";
    String weights = "uniqueness*decay:-0.5*balance";
    Cli run = verb("validate", split, "--set", "model=weighed", "--set", "weights=" + weights);
    assertThat(run.code()).as(run.err()).isZero();
    Cli plain = verb("validate", split, "--set", "model=plain");
    assertThat(plain.code()).as(plain.err()).isZero();
    try (TrainingFrame frame = TrainingFrame.load(store, args(split))) {
      Split fold = Splitter.parse(split).split(frame.times()).get(1);
      String trains = fold.trainPredicateSql("event_time_nanos", "span_end_nanos");
      Dataset<Row> window = frame.rows().where(trains);
      assertThat(fold.testHull().fromNanos()).isGreaterThan(fold.trainHull().fromNanos());

      List<Row> found = weigh(window, weights);
      assertThat(found).hasSize((int) window.count()).isEqualTo(inMemory(window, weights));
      // Other labels and other spans after the window, and fewer rows: the same weights.
      long end = fold.trainHull().toNanos();
      Dataset<Row> changed =
          frame
              .rows()
              .where("event_time_nanos < " + end + " or offset % 2 = 0")
              .withColumn("label", expr("if(event_time_nanos < " + end + ", label, 1 - label)"))
              .withColumn(
                  "span_end_nanos",
                  expr(
                      "if(event_time_nanos < %d, span_end_nanos, event_time_nanos + 1)"
                          .formatted(end)));
      assertThat(changed.count()).isLessThan(frame.count());
      assertThat(weigh(changed.where(trains), weights)).isEqualTo(found);

      long without = found.stream().filter(r -> r.getDouble(2) == 0).count();
      StoredFolds folds = StoredFolds.read(of("weighed"));
      assertThat(folds.counts().get(1).weightless()).isEqualTo(without).isPositive();
      assertThat(folds.counts().get(1).trained()).isEqualTo(found.size() - without);
      assertThat(StoredFolds.read(of("plain")).counts()).allMatch(c -> c.weightless() == 0);

      // No weights: the bytes of a fit on the window as it stands in the frame; with them, others.
      ModelFiles files = new ModelFiles(store);
      byte[] direct =
          LearnerChoice.named("logistic", args(split).config())
              .fit(window, frame.columns(), frame.target(), found.size(), 7)
              .nativeBytes();
      assertThat(files.read(ModelFiles.fold("nightly-" + DAY + "-plain", "logistic", 1)))
          .isEqualTo(direct);
      assertThat(files.read(ModelFiles.fold("nightly-" + DAY + "-weighed", "logistic", 1)))
          .isNotEqualTo(direct);
    }
    assertThat(verb("validate", split, "--set", "weights=heavy").err())
        .contains("weight 'heavy' must be even, uniqueness");
  }

  private static Dataset<Row> of(String model) {
    return store.read(Tables.FOLDS).where("run_id = 'nightly-%s-%s'".formatted(DAY, model));
  }

  private static List<Row> weigh(Dataset<Row> window, String weights) {
    return WindowWeights.of(window, SampleWeights.parse(weights), new Target.Binary())
        .orderBy("instrument", "offset")
        .collectAsList();
  }

  /** The same by the library, on rows brought here. */
  private static List<Row> inMemory(Dataset<Row> window, String weights) {
    List<Row> rows =
        window
            .select("instrument", "offset", "event_time_nanos", "span_end_nanos", "label")
            .orderBy("instrument", "offset")
            .collectAsList();
    List<String> names = rows.stream().map(r -> r.getString(0)).distinct().toList();
    float[] labels = new float[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = rows.get(i).getFloat(4);
    }
    double[] found =
        SampleWeights.parse(weights)
            .of(
                new LabelledRows(
                    rows.stream().mapToInt(r -> names.indexOf(r.getString(0))).toArray(),
                    rows.stream().mapToLong(r -> r.getLong(2)).toArray(),
                    rows.stream().mapToLong(r -> r.getLong(3)).toArray(),
                    labels,
                    2));
    List<Row> out = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      out.add(RowFactory.create(rows.get(i).getString(0), rows.get(i).getLong(1), found[i]));
    }
    return out;
  }

  @Tag("slow")
  @Test
  void aValidationThatWasStoppedGoesOnWithTheFitsThatAreMissing() {
    String split = "anchored:folds=4,train=0.4,embargo=PT1H";
    NightlyArgs whole = watched(args(split), "patience=3,min_delta=0,monitor=val_auc");
    NightlyArgs stopped =
        new NightlyArgs(
            whole.asOf(),
            whole.config(),
            (done, of, what) -> {
              if (what.equals("fits") && done == 2) {
                throw new IllegalStateException("stopped after " + done);
              }
            });
    assertThatThrownBy(() -> new ValidateJob().run(store, stopped)).hasMessage("stopped after 2");

    ValidateJob.Summary rest = new ValidateJob().run(store, whole);
    assertThat(rest.takenOver()).isBetween(2, 3);
    String resumed = scores(whole);
    ValidateJob.Summary again = new ValidateJob().run(store, whole);
    assertThat(again.takenOver()).as("a run that ended leaves nothing to take over").isZero();
    assertThat(scores(whole)).isEqualTo(resumed);
    assertThat(again.auc()).isEqualTo(rest.auc());

    // What its fits wrote of their rounds is the same too, beside that of the fit on all rows.
    assertThat(again.rounds()).isEqualTo(rest.rounds()).containsOnlyKeys("xgboost");
    assertThat(new TrainJob().run(store, whole).rounds().get("xgboost")).isBetween(1, 12);
    Dataset<Row> events = store.read(Tables.TRAINING_EVENTS).where(whole.mine());
    assertThat(events.orderBy("fold").select("rounds_kept").as(Encoders.INT()).collectAsList())
        .hasSize(5)
        .endsWith(again.rounds().get("xgboost").toArray(Integer[]::new));
    assertThat(events.where("best_value > 0.4 AND rows_monitored > 0 AND fold < 4").count())
        .isEqualTo(5);
    NightlyArgs off = watched(whole, "off");
    assertThat(new TrainJob().run(store, off).rounds()).isEmpty();
    assertThat(events.where("fold < 0").count()).isZero();
    assertThat(events.count()).isEqualTo(4);

    // What was fitted with other settings is not taken over.
    assertThatThrownBy(() -> new ValidateJob().run(store, stopped)).hasMessage("stopped after 2");
    NightlyConfig dearer = whole.config().with(Map.of("cost.bps", "3"));
    NightlyArgs changed = new NightlyArgs(whole.asOf(), dearer, Progress.SILENT);
    assertThat(changed.runId()).isEqualTo(whole.runId());
    assertThat(new ValidateJob().run(store, changed).takenOver()).isZero();
  }

  private static NightlyArgs watched(NightlyArgs args, String stopping) {
    Map<String, String> trees = Map.of("learners", "xgboost", "xgboost.trees", "12");
    return new NightlyArgs(
        args.asOf(),
        args.config().with(trees).with(Map.of("xgboost.early.stopping", stopping)),
        args.progress());
  }

  private static String scores(NightlyArgs args) {
    return Fingerprint.of(store.read(Tables.OOF_PREDICTIONS).where(args.mine())).hash();
  }
}
