package org.tidemark.models.learn;

import java.util.HashMap;
import java.util.Map;
import org.tidemark.models.Decisions;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.evaluate.Backtest;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.SingleMetric;
import org.tidemark.models.evaluate.TradingRule;

/**
 * Rows on which a fit is measured after each of its steps, by one metric. For a metric of trading
 * only the rows at which a decision is taken are kept: the others are never traded.
 */
final class WatchedScores {
  private final String monitor;
  private final Metric metric;
  private final TradingRule trading;
  private final TrainingSet kept;
  private final Predictions unscored;

  WatchedScores(TrainingSet rows, Rounds.Watched watch) {
    this.monitor = watch.rule().monitor();
    this.metric = watch.rule().metric();
    this.trading = watch.trading();
    this.kept = SingleMetric.isTraded(metric) ? rows.only(Backtest.decided(unscored(rows))) : rows;
    this.unscored = unscored(kept);
  }

  /** Instruments numbered in the order in which they come, wherever the window comes from. */
  private static Predictions unscored(TrainingSet rows) {
    Decisions decisions = rows.decisions().orElseThrow();
    Map<Integer, Integer> numbers = new HashMap<>();
    int[] instrument = new int[rows.rows()];
    double[] labels = new double[rows.rows()];
    for (int i = 0; i < labels.length; i++) {
      int next = numbers.size();
      instrument[i] = numbers.computeIfAbsent(decisions.instrument()[i], k -> next);
      labels[i] = rows.labels()[i];
    }
    return new Predictions(
        rows.target(),
        decisions.eventTimeNanos(),
        decisions.spanEndNanos(),
        instrument,
        labels,
        new double[rows.rows() * rows.target().width()],
        decisions.forwardReturns());
  }

  /** The rows to score. */
  TrainingSet rows() {
    return kept;
  }

  /** Periods of return of these rows, whatever is predicted. */
  int periods() {
    return Backtest.of(unscored, trading).periods();
  }

  /** Why the metric cannot be told from these rows; empty where it can. */
  String problem() {
    if (!SingleMetric.isTraded(metric) || periods() >= SingleMetric.FEWEST_PERIODS) {
      return "";
    }
    return "the watched rows have "
        + periods()
        + " periods of return; "
        + monitor
        + " needs "
        + SingleMetric.FEWEST_PERIODS;
  }

  /**
   * The metric; NaN where it is not defined.
   *
   * @param scores of {@link #rows}, rows x target width
   */
  double measure(double[] scores) {
    return SingleMetric.of(
        metric,
        new Predictions(
            unscored.target(),
            unscored.eventTimeNanos(),
            unscored.spanEndNanos(),
            unscored.instrument(),
            unscored.labels(),
            scores,
            unscored.forwardReturns()),
        trading);
  }
}
