package org.tidemark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tidemark.features.label.Labeler;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.SingleMetric;
import org.tidemark.models.evaluate.TradingRule;
import org.tidemark.models.learn.Growth;
import org.tidemark.models.learn.Rounds;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostModel;
import org.tidemark.models.learn.XgboostParameters;
import org.tidemark.models.split.Splitter;

/**
 * Why early stopping is off unless asked for: what the standard fit finds of a declared signal, and
 * what is left of it when the fit gives its last rows away to be watched. 150 days of each market,
 * since a Sharpe ratio of days needs them. The figures of a run are kept in {@code
 * docs/how-to/early-stopping.md}.
 */
@Tag("long")
class EarlyStoppingTruthIT {
  private static final int MARKETS = Integer.getInteger("truth.markets", 3);
  private static final long FIRST = 2101;
  private static final int DAYS = 150;
  private static final TradingRule TRADING =
      TradingRule.aroundTheClock(0.02, 1, Duration.ofDays(1));
  private static final List<String> RULES =
      List.of(
          Rounds.OFF,
          "patience=50,min_delta=0.01,monitor=val_sharpe",
          "patience=50,min_delta=0.0001,monitor=val_auc",
          "patience=50,min_delta=0.0001,monitor=val_log_loss");

  @Test
  void allRoundsOfAllRowsFindMoreOfTheSignal() {
    Map<String, Double> sums = new LinkedHashMap<>();
    for (long seed = FIRST; seed < FIRST + MARKETS; seed++) {
      MarketRows rows =
          MarketRows.of(
              MarketModel.standard(seed)
                  .withSpan(Instant.parse("2024-01-01T00:00:00Z"), DAYS)
                  .withTradesPerMinute(4)
                  .events(),
              Labeler.parse("fixed-15m"),
              Duration.ofMinutes(5));
      for (String rule : RULES) {
        sums.merge(rule, auc(rows, rule, seed), Double::sum);
      }
    }
    sums.forEach(
        (rule, sum) ->
            System.out.printf(
                Locale.ROOT, "early-stopping %s: mean AUC %.4f%n", rule, sum / MARKETS));
    RULES.stream()
        .skip(1)
        .forEach(
            rule ->
                assertThat(sums.get(Rounds.OFF))
                    .as("were %s better, it should be the standard", rule)
                    .isGreaterThan(sums.get(rule)));
  }

  private static double auc(MarketRows rows, String rule, long seed) {
    XgboostLearner learner =
        new XgboostLearner(XgboostParameters.standard(), Rounds.parse(rule, 0.2, TRADING));
    StringBuilder kept = new StringBuilder();
    Predictions p =
        rows.outOfSample(
            Splitter.parse("anchored:folds=2,train=0.6,embargo=PT1H"),
            (split, train) -> {
              XgboostModel model = learner.fit(rows.training(train), 7);
              model.growth().ifPresent(g -> kept.append(' ').append(words(g)));
              return model;
            });
    double auc = SingleMetric.of(Metric.AUC, p, TRADING);
    System.out.printf(
        Locale.ROOT,
        "early-stopping seed=%d %s: AUC %.4f log loss %.4f Sharpe %.2f%s%n",
        seed,
        rule,
        auc,
        SingleMetric.of(Metric.LOG_LOSS, p, TRADING),
        SingleMetric.of(Metric.SHARPE, p, TRADING),
        kept);
    return auc;
  }

  private static String words(Growth growth) {
    return growth instanceof Growth.Seen seen
        ? seen.kept() + " of " + seen.grown() + " " + seen.phase()
        : "not watched";
  }
}
