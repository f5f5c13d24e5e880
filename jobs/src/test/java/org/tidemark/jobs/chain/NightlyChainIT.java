package org.tidemark.jobs.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.feature.FeaturesJob;
import org.tidemark.jobs.feature.LabelsJob;
import org.tidemark.jobs.ingest.IngestArgs;
import org.tidemark.jobs.ingest.IngestJob;
import org.tidemark.jobs.maintain.PublishJob;
import org.tidemark.jobs.monitor.DriftJob;
import org.tidemark.jobs.monitor.ParityJob;
import org.tidemark.jobs.monitor.QualityJob;
import org.tidemark.jobs.train.ExportJob;
import org.tidemark.jobs.train.RegisterJob;
import org.tidemark.jobs.train.TrainJob;
import org.tidemark.jobs.validate.ImportanceJob;
import org.tidemark.jobs.validate.ValidateJob;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.Fingerprint;
import org.tidemark.lakehouse.spark.IcebergPublisher;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.market.wire.WireWriter;
import org.tidemark.testkit.TestSpark;

/**
 * The nightly chain, job by job, on a small simulated market with a signal: a first date that finds
 * a champion, then a later one that has to decide between two. Both runs are shared by the tests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NightlyChainIT {
  private static final LocalDate FIRST = LocalDate.parse("2024-01-13");
  private static final LocalDate LATER = FIRST.plusDays(2);
  private static final List<String> LEARNERS = List.of("xgboost", "logistic");

  private static final List<Job<NightlyArgs, ?>> CHAIN =
      List.of(
          new QualityJob(),
          new FeaturesJob(),
          new LabelsJob(),
          new ValidateJob(),
          new TrainJob(),
          new ExportJob(),
          new RegisterJob(),
          new ImportanceJob(),
          new DriftJob(),
          new ParityJob());

  /** Features to register: what it takes to choose a model. */
  private static final List<Job<NightlyArgs, ?>> CHOOSING = CHAIN.subList(1, 7);

  private static final int FOLDS = 2;
  private static final NightlyArgs ARGS = args(LATER, "direction", "fixed-15m");

  @TempDir static Path folder;
  private TableStore store;
  private RegisterJob.Summary decision;

  private TableStore lake(String name) {
    return new TableStore(TestSpark.session(), Lake.at(folder.resolve(name).toString()));
  }

  private static NightlyArgs args(LocalDate asOf, String model, String label) {
    Map<String, String> settings = new HashMap<>();
    // Few rows and much noise: big leaves and random halves, or the baseline wins and nobody
    // serves.
    settings.put("xgboost.trees", "40");
    settings.put("xgboost.depth", "4");
    settings.put("xgboost.min.child.weight", "100");
    settings.put("xgboost.row.share", "0.5");
    settings.put("xgboost.column.share", "0.5");
    settings.put("split", "anchored:folds=" + FOLDS + ",train=0.4,embargo=PT30M");
    settings.put("model", model);
    settings.put("label", label);
    settings.put("calibration", model.equals("breakout") ? "temperature" : "none");
    return new NightlyArgs(asOf, NightlyConfig.of(settings), (done, of, what) -> {});
  }

  private static Map<String, Record> run(
      TableStore store, NightlyArgs args, List<Job<NightlyArgs, ?>> jobs) {
    Map<String, Record> summaries = new LinkedHashMap<>();
    jobs.forEach(job -> summaries.put(job.name(), job.run(store, args)));
    return summaries;
  }

  /** The rows of the later run. */
  private Dataset<Row> mine(Table table) {
    return store.read(table).where(ARGS.mine());
  }

  private static void ingest(TableStore store, Path file) {
    IngestJob.Summary summary =
        new IngestJob().run(store, IngestArgs.of("wire", "", List.of(file.toString())));
    assertThat(summary.rejected()).isZero();
    assertThat(summary.added()).isEqualTo(summary.read()).isPositive();
  }

  @BeforeAll
  void runTheChainOnTwoDates() throws IOException {
    MarketModel market =
        MarketModel.standard(11, 2)
            .withSpan(Instant.parse("2024-01-01T00:00:00Z"), 14)
            .withTradesPerMinute(3);
    long cut = FIRST.toEpochDay() * 86_400_000_000_000L;
    try (Writer early = Files.newBufferedWriter(folder.resolve("early.jsonl"));
        Writer late = Files.newBufferedWriter(folder.resolve("late.jsonl"))) {
      for (Iterator<MarketEvent> it = market.events(); it.hasNext(); ) {
        MarketEvent event = it.next();
        Writer out = event.eventTimeNanos() <= cut ? early : late;
        out.append(WireWriter.write(event)).append('\n');
      }
    }
    store = lake("lake");
    ingest(store, folder.resolve("early.jsonl"));
    run(store, args(FIRST, "direction", "fixed-15m"), CHOOSING);
    ingest(store, folder.resolve("late.jsonl"));
    decision = (RegisterJob.Summary) run(store, ARGS, CHAIN).get("register");
  }

  private static Map<String, Fingerprint> content(TableStore store) {
    Map<String, Fingerprint> content = new TreeMap<>();
    for (Table table : Tables.all()) {
      if (!table.equals(Tables.RUNS) && store.exists(table)) {
        content.put(table.qualifiedName(), Fingerprint.of(store.read(table)));
      }
    }
    Table wide = FeatureTable.of(FeaturesJob.set(store, ARGS));
    content.put(wide.qualifiedName(), Fingerprint.of(store.read(wide)));
    return content;
  }

  @Test
  void everyRowOfATestWindowIsPredictedOncePerLearner() {
    List<Row> folds = mine(Tables.FOLDS).orderBy("fold").collectAsList();
    assertThat(folds).hasSize(FOLDS);
    long tested = 0;
    for (int i = 0; i < folds.size(); i++) {
      Row fold = folds.get(i);
      assertThat(fold.<Integer>getAs("fold")).isEqualTo(i);
      assertThat(fold.<Long>getAs("train_to_nanos") + fold.<Long>getAs("embargo_nanos"))
          .isLessThanOrEqualTo(fold.<Long>getAs("test_from_nanos"));
      assertThat(fold.<Long>getAs("embargo_nanos")).isEqualTo(1_800_000_000_000L);
      assertThat(fold.<Long>getAs("rows_trained")).isPositive();
      // Two instruments, each bar of the last quarter of an hour reaches into the gap.
      assertThat(fold.<Long>getAs("rows_purged")).isBetween(1L, 2L * 15);
      if (i > 0) {
        assertThat(fold.<Long>getAs("test_from_nanos"))
            .isEqualTo(folds.get(i - 1).<Long>getAs("test_to_nanos"));
      }
      tested += fold.<Long>getAs("rows_tested");
    }
    long from = folds.get(0).getAs("test_from_nanos");
    Dataset<Row> due =
        store
            .read(FeatureTable.of(FeaturesJob.set(store, ARGS)))
            .where("event_time_nanos >= " + from)
            .join(
                store.read(Tables.LABELS).select("instrument", "event_time_nanos"),
                new String[] {"instrument", "event_time_nanos"})
            .select("instrument", "event_time_nanos");
    assertThat(due.count()).isEqualTo(tested).isGreaterThan(10_000);
    for (String learner : LEARNERS) {
      Dataset<Row> keys =
          mine(Tables.OOF_PREDICTIONS)
              .where("learner = '" + learner + "'")
              .select("instrument", "event_time_nanos");
      assertThat(Fingerprint.of(keys)).isEqualTo(Fingerprint.of(due));
      assertThat(keys.distinct().count()).isEqualTo(tested);
    }
    // Each prediction is in the window of its fold, and its label is the label table's.
    Dataset<Row> predictions = mine(Tables.OOF_PREDICTIONS);
    assertThat(
            predictions
                .join(mine(Tables.FOLDS).select("fold", "test_from_nanos", "test_to_nanos"), "fold")
                .where("event_time_nanos >= test_from_nanos and event_time_nanos < test_to_nanos")
                .count())
        .isEqualTo(2 * tested);
    assertThat(
            predictions
                .join(
                    store
                        .read(Tables.LABELS)
                        .selectExpr(
                            "instrument", "event_time_nanos", "label as l", "span_end_nanos as s"),
                    new String[] {"instrument", "event_time_nanos"})
                .where("label = l and span_end_nanos = s and score >= 0 and score <= 1")
                .count())
        .isEqualTo(2 * tested);
  }

  @Test
  void metricsStandForEveryFoldAndOverallWithIntervals() {
    for (String learner : LEARNERS) {
      for (int fold = -1; fold < FOLDS; fold++) {
        Map<String, Row> byName = new TreeMap<>();
        for (Row row :
            mine(Tables.MODEL_METRICS)
                .where("learner = '%s' and fold = %d and window = 'test'".formatted(learner, fold))
                .where("instrument = 'ALL' and regime = 'ALL'")
                .collectAsList()) {
          assertThat(byName.put(row.getAs("metric"), row)).isNull();
        }
        assertThat(byName.keySet())
            .contains("auc", "log_loss", "brier", "accuracy", "f1", "sharpe", "hit_ratio");
        for (String metric : List.of("auc", "log_loss", "brier", "accuracy")) {
          Row row = byName.get(metric);
          assertThat(row.<Double>getAs("ci_low")).isLessThanOrEqualTo(row.getAs("value"));
          assertThat(row.<Double>getAs("ci_high")).isGreaterThanOrEqualTo(row.getAs("value"));
          assertThat(row.<Long>getAs("n")).isPositive();
        }
      }
      // The settings were tried with two learners, on two dates: two trials.
      Map<String, Double> overfit = new TreeMap<>();
      mine(Tables.MODEL_METRICS)
          .where("learner = '%s' and window = 'overfit'".formatted(learner))
          .collectAsList()
          .forEach(row -> overfit.put(row.getAs("metric"), row.getAs("value")));
      assertThat(overfit).containsEntry("trials", 2.0);
      assertThat(overfit.get("deflated_sharpe")).isBetween(0.0, 1.0);
    }
  }

  @Test
  void certificatesHoldAndManifestRegistryAndFileAgree() throws Exception {
    new ConsistentModels(store, ARGS).check("binary");
    assertThat(mine(Tables.DRIFT_METRICS).count()).isEqualTo(40);
    ExplainedFolds.check(mine(Tables.FEATURE_IMPORTANCE), LEARNERS, FOLDS);
    // The publisher itself compares every twin with its table.
    PublishJob.Summary published = new PublishJob().run(store, ARGS);
    assertThat(published.rows()).hasSize(Tables.published().size());
    assertThat(published.rows().get("models.model_registry")).isEqualTo(4);
    assertThat(Fingerprint.of(new IcebergPublisher(store).read(Tables.MODEL_METRICS)))
        .isEqualTo(Fingerprint.of(store.read(Tables.MODEL_METRICS)));
  }

  /** Two days have come since; the first models are fitted on the tables as they stood. */
  @Test
  void aModelIsMadeAgainFromItsManifestToTheSameBytes() throws IOException {
    for (String learner : LEARNERS) {
      new Reproduced(store, FIRST + "-" + learner, "direction").toTheSameBytes();
    }
    new Reproduced(store, FIRST + "-xgboost", "direction").hasEvidence();
  }

  /** What the registry says about each version, for the message of a failed test. */
  private static String verdicts(TableStore store) {
    return store
        .read(Tables.MODEL_REGISTRY)
        .orderBy("model_version")
        .select("model_version", "alias", "reason")
        .collectAsList()
        .toString();
  }

  @Tag("slow")
  @Test
  void everyJobRunAgainLeavesTheSameContent() {
    Map<String, Fingerprint> before = content(store);
    assertThat(before.get("models.oof_predictions").rows()).isPositive();
    run(store, ARGS, CHAIN);
    assertThat(content(store)).isEqualTo(before);
  }

  @Test
  void aLaterDateDecidesOnRowsThatTheChampionHasNotSeen() {
    assertThat(decision.challenger()).isEqualTo(LATER + "-xgboost");
    List<Row> champions =
        store.read(Tables.MODEL_REGISTRY).where("alias = 'champion'").collectAsList();
    assertThat(champions).as(verdicts(store)).hasSize(1);
    boolean promoted = decision.decision().equals("promoted");
    assertThat(champions.get(0).<String>getAs("model_version"))
        .isEqualTo((promoted ? LATER : FIRST) + "-xgboost");
    // Two days of two instruments, less the bars without a trade and the last quarter of an hour.
    assertThat(decision.reasons()).as(verdicts(store)).hasSize(1);
    assertThat(decision.reasons().get(0)).contains("rows that neither has seen");
    long rows = Long.parseLong(decision.reasons().get(0).replaceFirst(".* on (\\d+) rows.*", "$1"));
    assertThat(rows).isBetween(4_000L, 2L * 2 * 1_440 + 30);
    assertThat(store.read(Tables.MODEL_REGISTRY).count()).isEqualTo(4);
  }

  /** With a level that no p value reaches, and with one that asks for next to nothing. */
  @Tag("slow")
  @Test
  void aTestOfPairsDecidesIfItIsAskedTo() throws IOException {
    FileUtils.copyDirectory(folder.resolve("lake").toFile(), folder.resolve("strict").toFile());
    TableStore strict = lake("strict");
    RegisterJob.Summary kept = registered(strict, "better:diebold-mariano:1e-200");
    assertThat(kept.decision()).isEqualTo("kept");
    assertThat(kept.reasons()).hasSize(1);
    assertThat(kept.reasons().get(0))
        .startsWith("xgboost is not surely better than logistic by diebold-mariano: p = ")
        .endsWith("(asked: better at 1.0E-200).");
    assertThat(
            strict
                .read(Tables.MODEL_REGISTRY)
                .where("alias = 'challenger'")
                .select("reason")
                .head()
                .getString(0))
        .isEqualTo(kept.reasons().get(0));

    RegisterJob.Summary loose = registered(strict, "not-worse:diebold-mariano:1e-200");
    assertThat(loose.decision()).isEqualTo(decision.decision());
    assertThat(loose.reasons()).startsWith(decision.reasons().get(0));
    assertThat(loose.reasons().get(loose.reasons().size() - 1))
        .contains(loose.decision().equals("promoted") ? "by diebold-mariano: p = " : "Not better");
  }

  private static RegisterJob.Summary registered(TableStore store, String test) {
    return new RegisterJob()
        .run(
            store,
            new NightlyArgs(
                LATER, ARGS.config().with(Map.of("promote.test", test)), (done, of, what) -> {}));
  }

  @Test
  void everyPairIsTestedAndSoIsTheChallengerAgainstTheChampion() {
    new ComparedPairs(store, ARGS, args(FIRST, "direction", "fixed-15m")).check();
  }

  /**
   * A triple barrier, calibrated, runs through the same chain, and leaves the rows of the other
   * model alone.
   */
  @Tag("slow")
  @Test
  void twoModelsOnOneDateShareALakeButNoRows() throws Exception {
    FileUtils.copyDirectory(folder.resolve("lake").toFile(), folder.resolve("two").toFile());
    TableStore two = lake("two");
    NightlyArgs breakout = args(LATER, "breakout", "triple-1h-1x-1x");
    run(two, breakout, CHAIN.subList(2, 7));
    new ConsistentModels(two, breakout).check("multiclass");
    Dataset<Row> scores = two.read(Tables.OOF_PREDICTIONS).where(breakout.mine());
    assertThat(
            scores
                .where("size(class_scores) = 3")
                .where("abs(class_scores[0] + class_scores[1] + class_scores[2] - 1) < 1e-5")
                .count())
        .isEqualTo(scores.count())
        .isPositive();
    Reproduced three = new Reproduced(two, LATER + "-xgboost", "breakout");
    three.isCalibrated("temperature");
    three.notOfOtherRowsOrSeeds("direction");
    for (Table table :
        List.of(
            Tables.FOLDS,
            Tables.OOF_PREDICTIONS,
            Tables.MODEL_METRICS,
            Tables.MODEL_COMPARISONS,
            Tables.MODEL_MANIFESTS,
            Tables.CERTIFICATES,
            Tables.MODEL_REGISTRY)) {
      assertThat(Fingerprint.of(two.read(table).where(ARGS.mine())))
          .as(table.qualifiedName())
          .isEqualTo(Fingerprint.of(mine(table)));
    }
  }
}
