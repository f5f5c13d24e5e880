package org.tidemark.models.learn;

import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tidemark.models.Decisions;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.evaluate.Backtest;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.SingleMetric;
import org.tidemark.models.evaluate.TradingRule;

/**
 * Rows on which a growing booster is measured after each round, by one metric. The booster keeps
 * its sums for them, so a measurement adds the trees of the last round alone. For a metric of
 * trading only the rows at which a decision is taken are kept: the others are never traded.
 */
final class WatchedRows implements AutoCloseable {
  private final Metric metric;
  private final TradingRule trading;
  private final Predictions unscored;
  private final DMatrix matrix;

  WatchedRows(TrainingSet rows, Metric metric, TradingRule trading) throws XGBoostError {
    this.metric = metric;
    this.trading = trading;
    TrainingSet kept =
        SingleMetric.isTraded(metric) ? rows.only(Backtest.decided(unscored(rows))) : rows;
    this.unscored = unscored(kept);
    this.matrix = new DMatrix(kept.features(), kept.rows(), kept.width(), Float.NaN);
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

  /** Periods of return of these rows, whatever is predicted. */
  int periods() {
    return Backtest.of(unscored, trading).periods();
  }

  /** The metric of the booster's predictions; NaN where it is not defined. */
  double measure(Booster booster) throws XGBoostError {
    float[][] predicted = booster.predict(matrix);
    Target target = unscored.target();
    int width = target.width();
    double[] scores = new double[predicted.length * width];
    for (int i = 0; i < predicted.length; i++) {
      for (int k = 0; k < width; k++) {
        scores[i * width + k] = predicted[i][k];
      }
    }
    return SingleMetric.of(
        metric,
        new Predictions(
            target,
            unscored.eventTimeNanos(),
            unscored.spanEndNanos(),
            unscored.instrument(),
            unscored.labels(),
            scores,
            unscored.forwardReturns()),
        trading);
  }

  @Override
  public void close() {
    matrix.dispose();
  }
}
