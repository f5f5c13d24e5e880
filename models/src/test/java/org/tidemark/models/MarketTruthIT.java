package org.tidemark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tidemark.features.label.Labeler;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.models.evaluate.Backtest;
import org.tidemark.models.evaluate.Evaluation;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.evaluate.MetricValue;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.TradingRule;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostParameters;
import org.tidemark.models.overfit.DeflatedSharpe;
import org.tidemark.models.overfit.Trial;
import org.tidemark.models.overfit.TrialLedger;
import org.tidemark.models.split.Splitter;

/**
 * What a run of two learners says of 100 markets in which nothing can be foretold, and of 100 with
 * the declared signal: trades, bars, features, labels, folds, learners, predictions out of fold,
 * AUC with its interval, and the deflated Sharpe ratio of the best among all trials that were made.
 * The figures of a run are kept in {@code docs/truth.md}.
 *
 * <p>At cost a strategy without skill loses, so a gain is rare for that reason alone. Without cost
 * it is expected to earn exactly nothing, which is where a wrong deflated Sharpe ratio shows.
 */
@Tag("long")
class MarketTruthIT {
  /** Markets of either kind. */
  private static final int MARKETS = Integer.getInteger("truth.markets", 100);

  /** Of a market; three fifths of them are tested, less an hour a fold. */
  private static final int DAYS = Integer.getInteger("truth.days", 90);

  /** Of a market, from which daily returns are enough to prove the signal's gain after cost. */
  private static final int ENOUGH_DAYS = 90;

  private static final Instant BEGIN = Instant.parse("2024-01-01T00:00:00Z");
  private static final long FIRST_WITHOUT_SIGNAL = 1101;
  private static final long FIRST_WITH_SIGNAL = 2101;
  private static final int SIDE_BY_SIDE = 2;

  /** Where the report speaks of a gain. */
  private static final double SIGNIFICANT = 0.95;

  private static final double RARE = 0.05;

  /** As in the demo: enough for a price in nearly every bar. */
  private static final double TRADES_PER_MINUTE = 4;

  private static final double COST_BASIS_POINTS = 1;
  private static final double THRESHOLD = 0.02;
  private static final Labeler LABELER = Labeler.parse("fixed-15m");
  private static final Splitter SPLITTER =
      Splitter.parse("anchored:folds=3,train=0.4,embargo=PT1H");

  /**
   * The demo's learner, and a baseline that adds up single splits: the signal is an interaction, so
   * the one can learn it and the other hardly. Both are trials of the run.
   */
  private static final Map<String, XgboostLearner> LEARNERS = learners();

  private static final String TREES = "trees";
  private static final String STUMPS = "stumps";

  private static Map<String, XgboostLearner> learners() {
    Map<String, XgboostLearner> learners = new LinkedHashMap<>();
    learners.put(TREES, boosted(100, 5, 0.05));
    learners.put(STUMPS, boosted(50, 1, 0.1));
    return learners;
  }

  /** Few rows and much noise: small steps, big leaves, random halves. */
  private static XgboostLearner boosted(int trees, int depth, double rate) {
    return new XgboostLearner(
        XgboostParameters.standard()
            .withTrees(trees, depth, rate)
            .withLeaves(1, 200, 0)
            .withDraw(0.5, 0.5));
  }

  /**
   * What the run said of one market.
   *
   * @param auc of each learner
   * @param free deflated Sharpe ratio of the better trial, without cost
   * @param paid the same at cost
   */
  private record Finding(
      long seed, Map<String, MetricValue> auc, DeflatedSharpe free, DeflatedSharpe paid) {
    boolean misses(String learner, double value) {
      MetricValue found = auc.get(learner);
      return !(found.ciLow() <= value && value <= found.ciHigh());
    }

    boolean foretells() {
      return auc.get(TREES).ciLow() > 0.5;
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("market-truth seed=" + seed);
      auc.forEach(
          (learner, m) ->
              text.append(
                  String.format(
                      Locale.ROOT,
                      " %s=%.4f (%.4f to %.4f)",
                      learner,
                      m.value(),
                      m.ciLow(),
                      m.ciHigh())));
      return text + " free: " + words(free) + " paid: " + words(paid);
    }

    private static String words(DeflatedSharpe best) {
      return String.format(
          Locale.ROOT,
          "sharpe=%.3f deflated=%.4f trials=%d days=%d",
          best.sharpe().perPeriod(),
          best.probability(),
          best.trials(),
          best.sharpe().observations());
    }
  }

  @Test
  void whereNothingCanBeForetoldNothingIsFound() throws Exception {
    List<Finding> findings = onSeeds(FIRST_WITHOUT_SIGNAL, 0);

    ExactShare paid = share("gains at cost", findings, f -> significant(f.paid()));
    ExactShare free = share("gains without cost", findings, f -> significant(f.free()));
    List<ExactShare> misses = new ArrayList<>();
    for (String learner : LEARNERS.keySet()) {
      misses.add(
          share(
              "AUC intervals of " + learner + " that exclude 0.5",
              findings,
              f -> f.misses(learner, 0.5)));
    }

    assertThat(paid.count()).isLessThanOrEqualTo((int) (RARE * MARKETS));
    assertThat(free.low()).as("%s may be rare", free).isLessThanOrEqualTo(RARE);
    assertThat(misses).allMatch(m -> m.canBe(RARE), "as often as a 95 % interval misses");
  }

  @Test
  void theDeclaredSignalIsFound() throws Exception {
    List<Finding> findings = onSeeds(FIRST_WITH_SIGNAL, 1);

    ExactShare foretold = share("AUC intervals above 0.5", findings, Finding::foretells);
    ExactShare paid = share("gains at cost", findings, f -> significant(f.paid()));
    share("gains without cost", findings, f -> significant(f.free()));

    int most = (int) Math.ceil((1 - RARE) * MARKETS);
    assertThat(foretold.count()).isGreaterThanOrEqualTo(most);
    if (DAYS >= ENOUGH_DAYS) {
      assertThat(paid.count()).isGreaterThanOrEqualTo(most);
    }
  }

  private static boolean significant(DeflatedSharpe deflated) {
    return deflated.probability() >= SIGNIFICANT;
  }

  private static ExactShare share(String what, List<Finding> findings, Predicate<Finding> counts) {
    List<Finding> counted = findings.stream().filter(counts).toList();
    ExactShare share = new ExactShare(counted.size(), findings.size());
    System.out.println("market-truth " + what + ": " + share);
    return share;
  }

  private static List<Finding> onSeeds(long first, double strength)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      List<Future<Finding>> runs =
          LongStream.range(first, first + MARKETS)
              .mapToObj(seed -> pool.submit(() -> find(seed, strength)))
              .toList();
      List<Finding> findings = new ArrayList<>();
      for (Future<Finding> run : runs) {
        findings.add(run.get());
        System.out.println(run.get());
      }
      return findings;
    } finally {
      pool.shutdownNow();
    }
  }

  private static Finding find(long seed, double strength) {
    MarketRows rows =
        MarketRows.of(
            MarketModel.standard(seed)
                .withSpan(BEGIN, DAYS)
                .withTradesPerMinute(TRADES_PER_MINUTE)
                .withSignalStrength(strength)
                .events(),
            LABELER);
    Map<String, Predictions> predicted = new LinkedHashMap<>();
    LEARNERS.forEach(
        (name, learner) ->
            predicted.put(
                name,
                rows.outOfSample(
                    SPLITTER, (split, train) -> learner.fit(rows.training(train), seed))));
    Map<String, MetricValue> auc = new LinkedHashMap<>();
    predicted.forEach(
        (name, p) -> {
          Evaluation evaluation = Evaluation.of(p, rule(COST_BASIS_POINTS));
          auc.put(name, evaluation.find(Metric.AUC).orElseThrow());
        });
    return new Finding(seed, auc, best(predicted, 0), best(predicted, COST_BASIS_POINTS));
  }

  /** Of the trial with the higher Sharpe ratio; one that never trades has none, but counts. */
  private static DeflatedSharpe best(Map<String, Predictions> predicted, double cost) {
    List<Trial> trials = new ArrayList<>();
    predicted.forEach(
        (name, p) -> trials.add(Trial.of(name, Backtest.of(p, rule(cost)).returns())));
    Trial best =
        trials.stream()
            .filter(t -> !Double.isNaN(t.sharpe()))
            .max(Comparator.comparingDouble(Trial::sharpe))
            .orElse(trials.get(0));
    return DeflatedSharpe.of(new TrialLedger(trials), best.name());
  }

  private static TradingRule rule(double cost) {
    return TradingRule.aroundTheClock(THRESHOLD, cost, Duration.ofDays(1));
  }
}
