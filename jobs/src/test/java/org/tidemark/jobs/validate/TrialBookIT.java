package org.tidemark.jobs.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.evaluate.Backtest;
import org.tidemark.models.overfit.DeflatedSharpe;
import org.tidemark.models.overfit.SharpeRatio;
import org.tidemark.models.overfit.TrialIdentity;
import org.tidemark.models.overfit.TrialLedger;
import org.tidemark.testkit.TestSpark;

/** Trials that several runs enter into one lake's ledger. */
class TrialBookIT {
  private static final LocalDate DAY = LocalDate.parse("2018-03-01");
  private static final int PERIODS = 40;

  @TempDir static Path folder;
  private static TableStore store;

  @BeforeAll
  static void openLake() {
    store = new TableStore(TestSpark.session(), Lake.at(folder.resolve("lake").toString()));
  }

  private static TrialBook book(LocalDate asOf, String model, String seed) {
    return new TrialBook(store, args(asOf, model, seed));
  }

  private static NightlyArgs args(LocalDate asOf, String model, String seed) {
    NightlyConfig config = NightlyConfig.of(Map.of("model", model, "seed", seed));
    return new NightlyArgs(asOf, config, Progress.SILENT);
  }

  private static String id(String model, String seed, String learner) {
    return ValidationTrial.of(NightlyConfig.of(Map.of("model", model, "seed", seed)), learner).id();
  }

  private static double[] returns(long seed, int periods) {
    return new SplittableRandom(seed).doubles(periods, -0.01, 0.011).toArray();
  }

  private static Backtest traded(double[] returns) {
    int n = returns.length;
    long[] ends = new long[n];
    for (int i = 0; i < n; i++) {
      ends[i] = (i + 1) * 86_400_000_000_000L;
    }
    int[] none = new int[n];
    double[] nothing = new double[n];
    return new Backtest(ends, returns, none, none, none, nothing, nothing, nothing);
  }

  private static TrialBook enter(
      LocalDate asOf, String model, String seed, String learner, double[] returns) {
    TrialBook book = book(asOf, model, seed);
    book.completed(learner, traded(returns));
    book.write();
    return book;
  }

  @Test
  void aTrialCountsOnceHoweverOftenItRunsAndOthersOfItsModelCountToo() {
    double[] first = returns(1, PERIODS);
    enter(DAY, "counted", "7", "xgboost", returns(9, PERIODS));
    enter(DAY, "counted", "7", "xgboost", first);
    assertThat(book(DAY, "counted", "7").ledger().count()).isEqualTo(1);
    enter(DAY, "other", "7", "xgboost", first);
    enter(DAY, "counted", "8", "xgboost", returns(2, PERIODS));
    enter(DAY, "counted", "7", "logistic", returns(3, PERIODS));
    TrialLedger ledger = book(DAY, "counted", "7").ledger();
    assertThat(ledger.count()).isEqualTo(3);
    String id = id("counted", "7", "xgboost");
    assertThat(ledger.trial(id).returns()).isEqualTo(first);

    Map<String, Double> figures =
        new LedgerFigures(ledger, 7)
            .of(id, 365).stream()
                .collect(
                    Collectors.toMap(LedgerFigures.Figure::metric, LedgerFigures.Figure::value));
    DeflatedSharpe deflated = DeflatedSharpe.of(ledger, id);
    assertThat(figures)
        .containsEntry("trials", 3.0)
        .containsEntry("deflated_sharpe", deflated.probability())
        .containsEntry("probabilistic_sharpe", SharpeRatio.of(first).probabilityAbove(0));
    assertThat(figures.get("deflated_sharpe")).isLessThan(figures.get("probabilistic_sharpe"));
    assertThat(figures.get("expected_maximum_sharpe"))
        .isEqualTo(deflated.expectedMaximum() * Math.sqrt(365))
        .isPositive();
    assertThat(figures.get("effective_trials")).isBetween(1.0, 3.0);
    assertThat(figures.get("overfit_probability")).isBetween(0.0, 1.0);
    assertThat(figures.get("superior_ability_p")).isBetween(0.0, 1.0);

    // The report draws from the ledger itself what the figure sums up.
    StoredTrials stored =
        StoredTrials.of(store.read(Tables.TRIAL_LEDGER), args(DAY, "counted", "7")).orElseThrow();
    TrialChoice choice = stored.choice("xgboost").orElseThrow();
    assertThat(stored.count()).isEqualTo(3);
    assertThat(choice.returns()).hasDimensions(3, PERIODS);
    double[] logits = choice.overfitting().orElseThrow().logits();
    assertThat((double) Arrays.stream(logits).filter(l -> l <= 0).count() / logits.length)
        .isEqualTo(figures.get("overfit_probability"));
    assertThat(StoredTrials.of(store.read(Tables.TRIAL_LEDGER), args(DAY, "never", "7"))).isEmpty();
  }

  @Test
  void aFailureCountsAndHidesNothing() {
    enter(DAY, "failing", "7", "xgboost", returns(4, PERIODS));
    TrialBook again = book(DAY, "failing", "7");
    again.failed("xgboost", "out of memory");
    again.failed("logistic", "one class");
    again.write();
    enter(DAY, "failing", "8", "xgboost", returns(5, 3));
    TrialLedger ledger = again.ledger();
    assertThat(ledger.count()).isEqualTo(3);
    assertThat(ledger.trial(id("failing", "7", "xgboost")).observations()).isEqualTo(PERIODS);
    assertThat(new LedgerFigures(ledger, 7).of(id("failing", "7", "logistic"), 365)).hasSize(1);
    assertThat(
            store
                .read(Tables.TRIAL_LEDGER)
                .where("model = 'failing' and status = 'failed'")
                .select("reason")
                .collectAsList()
                .toString())
        .contains("one class", "3 periods of returns; a Sharpe ratio needs 4")
        .doesNotContain("out of memory");
  }

  @Test
  void aTrialOfAStudyCountsFromItsBeginningAndLessNeverTakesThePlaceOfMore() {
    TrialIdentity trial =
        ValidationTrial.studied(
            NightlyConfig.of(Map.of("model", "studied")), "xgboost", "all labelled rows");
    long[] ends = traded(returns(1, PERIODS)).periodEndNanos();
    List<Consumer<TrialBook>> entries =
        List.of(
            b -> b.begun(trial, "xgboost"),
            b -> b.pruned(trial, "xgboost", "pruned after 1 of 4 folds", ends, returns(1, 3)),
            b -> b.pruned(trial, "xgboost", "pruned after 2 of 4 folds", ends, returns(1, 10)),
            b -> b.pruned(trial, "xgboost", "pruned after 1 of 4 folds", ends, returns(1, 6)),
            b -> b.begun(trial, "xgboost"),
            b -> b.completed(trial, "xgboost", ends, returns(1, PERIODS)),
            b -> b.failed(trial, "xgboost", "out of memory"));
    List<Integer> observed = new ArrayList<>();
    List<String> said = new ArrayList<>();
    for (Consumer<TrialBook> entry : entries) {
      TrialBook book = book(DAY, "studied", "7");
      entry.accept(book);
      book.write();
      assertThat(book.ledger().count()).isEqualTo(1);
      observed.add(book.ledger().trial(trial.id()).observations());
      said.add(
          store
              .read(Tables.TRIAL_LEDGER)
              .where("model = 'studied'")
              .selectExpr("concat_ws(': ', status, reason)")
              .head()
              .getString(0));
    }
    assertThat(observed).containsExactly(0, 0, 10, 10, 10, PERIODS, PERIODS);
    assertThat(said)
        .startsWith(
            "begun: it has not ended",
            "failed: pruned after 1 of 4 folds, 3 periods of returns; a Sharpe ratio needs 4",
            "pruned: pruned after 2 of 4 folds")
        .endsWith("done", "done");
    assertThat(trial.id()).isNotEqualTo(id("studied", "7", "xgboost"));
  }

  @Test
  void aDateSeesTheFiguresOfItsTimeAndTheNumberOfAllThatWasTried() {
    enter(DAY, "dated", "7", "xgboost", returns(6, PERIODS));
    enter(DAY.plusDays(1), "dated", "7", "xgboost", returns(6, PERIODS + 1));
    enter(DAY.plusDays(1), "dated", "8", "xgboost", returns(7, PERIODS + 1));
    TrialLedger then = book(DAY, "dated", "7").ledger();
    assertThat(then.count()).isEqualTo(2);
    assertThat(then.trial(id("dated", "7", "xgboost")).observations()).isEqualTo(PERIODS);
    assertThat(then.trial(id("dated", "8", "xgboost")).observations()).isEqualTo(PERIODS + 1);
    TrialLedger now = book(DAY.plusDays(2), "dated", "7").ledger();
    assertThat(now.trial(id("dated", "7", "xgboost")).observations()).isEqualTo(PERIODS + 1);
    // Returns of different periods have no correlation and no common choice.
    assertThat(then.effectiveTrials()).isNaN();
  }
}
