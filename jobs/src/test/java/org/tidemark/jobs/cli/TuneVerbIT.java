package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.jobs.tune.TuneArgs;
import org.tidemark.jobs.tune.TuneJob;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.models.tune.Objective;
import org.tidemark.models.tune.Pruner;
import org.tidemark.models.tune.Sampler;
import org.tidemark.models.tune.Space;
import org.tidemark.testkit.TestSpark;

/** The verb {@code tune} on a small lake: stopped and gone on with, shown, used, and counted. */
class TuneVerbIT {
  private static final String DAY = "2024-01-06";
  private static final String SPLIT = "kfold:folds=2,embargo=PT30M";
  private static final String SPACE =
      "xgboost.depth=int(1,3),trade.threshold=choice(0.001|0.01|0.6)";
  private static final Map<String, String> SETTINGS =
      Map.of(
          "learners", "xgboost",
          "label", "fixed-15m",
          "sampler", "time-300s",
          "split", SPLIT,
          "xgboost.trees", "5",
          "xgboost.early.stopping", "patience=2,min_delta=0.01,monitor=val_log_loss");

  @TempDir static Path folder;
  private static String lake;
  private static TableStore store;

  @BeforeAll
  static void fill() throws IOException {
    lake = folder.resolve("lake").toString();
    store = new TableStore(TestSpark.session(), Lake.at(lake));
    MarketModel market =
        MarketModel.standard(11, 2)
            .withSpan(Instant.parse("2024-01-01T00:00:00Z"), 5)
            .withTradesPerMinute(2);
    Cli.ingest(lake, market, folder.resolve("events.jsonl"));
    for (String task : List.of("features", "labels")) {
      Cli run = verb(task);
      assertThat(run.code()).as(run.err()).isZero();
    }
  }

  private static Cli verb(String verb, String... more) {
    List<String> words = new ArrayList<>(List.of(verb, "--lake", lake));
    SETTINGS.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
    words.addAll(List.of("--as-of", DAY));
    words.addAll(Arrays.asList(more));
    return Cli.run(words.toArray(String[]::new));
  }

  private static Cli tune(String study, String space, String... more) {
    List<String> words = new ArrayList<>(List.of("--study", study, "--space", space));
    words.addAll(List.of("--trials", "6", "--batch", "3", "--sampler", "tpe:start=3"));
    words.addAll(List.of("--pruner", "asha:reduction=2,first=1"));
    words.addAll(Arrays.asList(more));
    return verb("tune", words.toArray(String[]::new));
  }

  /** The study that {@link #tune} asks for, which dies when it has kept its first steps. */
  private static void die(String study) {
    Progress fuse =
        (done, of, what) -> {
          throw new IllegalStateException("the power is off");
        };
    NightlyArgs args = new NightlyArgs(LocalDate.parse(DAY), NightlyConfig.of(SETTINGS), fuse);
    TuneArgs asked =
        new TuneArgs(
            args,
            study,
            Space.parse(SPACE),
            Sampler.parse("tpe:start=3"),
            Pruner.parse("asha:reduction=2,first=1"),
            Objective.parse("sharpe"),
            6,
            3,
            7,
            Optional.empty(),
            OptionalInt.empty());
    assertThatThrownBy(() -> new TuneJob().run(store, asked)).hasMessageContaining("power");
  }

  private static List<String> content(Table table, String study) {
    return store.read(table).where("study = '" + study + "'").drop("study").collectAsList().stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  private static List<String> ledger(String columns) {
    return store.read(Tables.TRIAL_LEDGER).selectExpr(columns).collectAsList().stream()
        .map(row -> row.get(0).toString())
        .sorted()
        .toList();
  }

  @Test
  void aStudyThatDiedEndsAsAnUnbrokenOneAndItsTrialsCount() {
    die("broken");
    int kept = content(Tables.STUDY_STEPS, "broken").size();
    assertThat(kept).isPositive();
    assertThat(content(Tables.TRIALS, "broken")).isEmpty();
    // Nothing has ended, yet all that was begun is counted.
    assertThat(ledger("status")).containsOnly("begun").hasSizeBetween(2, 3);
    Cli list = Cli.run("tune", "list", "--lake", lake, "--format", "csv");
    assertThat(list.out()).contains("broken,direction,2024-01-06,running,sharpe,");

    Cli other = tune("broken", "xgboost.depth=int(1,4)");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err())
        .contains("space: " + SPACE, "here: xgboost.depth=int(1,4)", "take another name");
    Cli plan = tune("broken", SPACE, "--dry-run");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("all labelled rows, by " + SPLIT, "every row up to the date was seen")
        .contains("fits     " + kept + " of at most ")
        .contains("fit      xgboost: one task a fit, which picks", " values do not exceed xgboost.")
        .containsPattern("fold 1 +[0-9,]+ trained, [0-9,]+ tested");

    Cli resumed = tune("broken", SPACE);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out())
        .contains("study    broken (done)")
        .containsPattern(" [0-9]+/[0-9]+ fits");
    List<String> counted = ledger("concat_ws(' ', trial, status, periods, sharpe, reason)");
    assertThat(counted)
        .hasSize(
            (int)
                store
                    .read(Tables.TRIALS)
                    .where("study = 'broken'")
                    .select("parameters")
                    .distinct()
                    .count());
    Cli unbroken = tune("whole", SPACE);
    assertThat(unbroken.code()).as(unbroken.err()).isZero();
    for (Table table :
        List.of(Tables.STUDIES, Tables.TRIALS, Tables.STUDY_STEPS, Tables.TRAINING_EVENTS)) {
      assertThat(content(table, "broken")).isEqualTo(content(table, "whole")).isNotEmpty();
    }
    // Every fit says how it went.
    assertThat(content(Tables.TRAINING_EVENTS, "whole"))
        .hasSize(
            (int)
                store
                    .read(Tables.STUDY_STEPS)
                    .where("study = 'whole' AND rows_tested > 0")
                    .count());
    // The same trials in another study are the same trials.
    assertThat(ledger("concat_ws(' ', trial, status, periods, sharpe, reason)")).isEqualTo(counted);
    assertThat(ledger("status")).contains("done").doesNotContain("begun");
    assertThat(
            store
                .read(Tables.TRIALS)
                .where("study = 'whole' AND status = 'failed'")
                .collectAsList())
        .isNotEmpty()
        .allSatisfy(
            row ->
                assertThat(row.<String>getAs("reason"))
                    .startsWith("step 0: sharpe is NaN on the test rows"));

    long versions = store.version(Tables.STUDY_STEPS);
    Cli again = tune("whole", SPACE);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(store.version(Tables.STUDY_STEPS)).isEqualTo(versions);

    theBestIsTakenByValidate(counted.size());
  }

  private void theBestIsTakenByValidate(int trials) {
    Cli text = Cli.run("tune", "best", "--lake", lake, "--study", "whole");
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out())
        .containsPattern("best     trial [0-5]: sharpe [-0-9.E]+, mean of 2 folds")
        .contains("again    tidemark validate --lake ", "--set xgboost.trees=5");
    Cli json = Cli.run("tune", "best", "--lake", lake, "--study", "whole", "--format", "json");
    assertThat(json.out()).contains("\"study\":\"whole\"", "\"xgboost.depth\":\"");
    Cli csv = Cli.run("tune", "best", "--lake", lake, "--study", "whole", "--format", "csv");
    assertThat(csv.out()).containsPattern("whole,[0-5],sharpe,[-0-9.E]+,xgboost.depth,[1-3]");
    assertThat(Cli.run("tune", "best", "--lake", lake, "--study", "none").err())
        .contains("no study 'none'; 'tidemark tune list' lists them");
    Cli set = Cli.run("tune", "best", "--lake", lake, "--study", "whole", "--format", "set");
    Cli validate = verb("validate", set.out().strip().split(" "));
    assertThat(validate.code()).as(validate.err()).isZero();
    assertThat(
            store
                .read(Tables.MODEL_METRICS)
                .where("metric = 'trials' AND window = 'overfit' AND learner = 'xgboost'")
                .head()
                .<Double>getAs("value"))
        .isEqualTo(trials + 1.0);
  }

  private Cli night(String verb, String day, String... more) {
    List<String> words = new ArrayList<>(List.of("--as-of", day, "--set", "model=tuned", "--set"));
    words.addAll(List.of("tune.space=xgboost.depth=int(1,3)", "--set", "tune.trials=3"));
    words.addAll(List.of("--set", "weights=uniqueness", "--set"));
    words.add("split=anchored:folds=2,train=0.4,embargo=PT30M");
    words.addAll(Arrays.asList(more));
    List<String> all = new ArrayList<>(List.of(verb, "--lake", lake));
    SETTINGS.forEach(
        (key, value) -> {
          if (!key.equals("split")) {
            all.addAll(List.of("--set", key + "=" + value));
          }
        });
    all.addAll(words);
    return Cli.run(all.toArray(String[]::new));
  }

  private byte[] fitted(String run) {
    return new ModelFiles(store).read(ModelFiles.full(run, "xgboost"));
  }

  /** On weighed rows, which change what is fitted by the study and by the night. */
  @Tag("slow")
  @Test
  void aNightChoosesFitsItsChoiceAndKeepsIt() {
    assertThat(verb("tune").out()).contains("\"state\":\"off\"");
    assertThat(night("validate", DAY).err())
        .contains("no study of the last 7 days has chosen settings for " + DAY);

    Cli plan = night("tune", DAY, "--dry-run");
    assertThat(plan.out())
        .contains("what fold 0 of anchored:", "outer folds 0, 1 alone", "xgboost.depth=int(1,3)");
    Cli made = night("tune", DAY);
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out()).contains("\"state\":\"made\"");
    Cli kept = night("tune", "2024-01-07");
    assertThat(kept.out()).contains("\"state\":\"kept\"", "nightly-" + DAY);
    assertThat(night("tune", "2024-01-13", "--dry-run").out()).contains("nightly-2024-01-13");

    String study = made.out().replaceFirst("(?s).*\"study\":\"([^\"]+)\".*", "$1");
    Row row = store.read(Tables.STUDIES).where("study = '" + study + "'").head();
    String best =
        store
            .read(Tables.TRIALS)
            .where("study = '" + study + "' AND trial = " + row.getAs("best_trial"))
            .head()
            .getAs("parameters");
    String depth = best.replaceAll("\\D", "");
    Cli trained = night("train", DAY);
    assertThat(trained.code()).as(trained.err()).isZero();
    byte[] tuned = fitted("nightly-" + DAY + "-tuned");
    Cli plain = night("train", DAY, "--set", "tune.space=", "--set", "xgboost.depth=" + depth);
    assertThat(plain.code()).as(plain.err()).isZero();
    assertThat(fitted("nightly-" + DAY + "-tuned")).isEqualTo(tuned);
    night("train", DAY, "--set", "weights=none", "--set", "tune.space=");
    assertThat(fitted("nightly-" + DAY + "-tuned")).isNotEqualTo(tuned);

    assertThat(night("tune", DAY, "--set", "tune.space=learners=choice(xgboost|logistic)").err())
        .contains("a night fits every one of setting learners");
    assertThat(night("tune", DAY, "--set", "tune.days=0").err()).contains("must be 1 or more");
  }

  @Tag("slow")
  @Test
  void insideAFoldItsTestIsUntouched() {
    Cli plan = tune("inside", SPACE, "--inner", "kfold:folds=2,embargo=PT30M", "--dry-run");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("what fold 1 of " + SPLIT + " trains on, by kfold:folds=2")
        .contains("outer fold 1 alone")
        .contains("trial 2: xgboost.depth=");
    Cli metric = tune("inside", SPACE, "--metric", "rmse", "--dry-run");
    assertThat(metric.err()).contains("metric rmse does not apply to label fixed-15m");
  }
}
