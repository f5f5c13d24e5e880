package org.tidemark.models.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tidemark.models.Target;

/**
 * All metrics of one set of predictions.
 *
 * @param metrics those that apply to the target, in the order of {@link Metric}
 * @param backtest the predictions traded
 */
public record Evaluation(List<MetricValue> metrics, Backtest backtest) {
  public Evaluation {
    metrics = List.copyOf(metrics);
  }

  /** Evaluates with {@link Confidence#STANDARD}. */
  public static Evaluation of(Predictions predictions, TradingRule rule) {
    return of(predictions, rule, Confidence.STANDARD);
  }

  /** Evaluates the predictions as such and as traded. */
  public static Evaluation of(Predictions p, TradingRule rule, Confidence confidence) {
    List<MetricValue> out = new ArrayList<>();
    TimeCells cells = TimeCells.of(p);
    double level = confidence.level();
    if (p.target() instanceof Target.Regression) {
      out.add(cells.interval(Metric.MAE, Scoring.absoluteError(p), level));
      out.add(cells.interval(Metric.RMSE, Scoring.rootMeanSquaredError(p), level));
    } else {
      out.add(cells.interval(Metric.ACCURACY, Scoring.accuracy(p), level));
      out.add(cells.interval(Metric.AUC, Scoring.auc(p), level));
      out.add(cells.interval(Metric.LOG_LOSS, Scoring.logLoss(p), level));
      out.add(cells.interval(Metric.BRIER, Scoring.brier(p), level));
      out.add(cells.interval(Metric.F1, Scoring.f1(p), level));
    }
    if (p.target() instanceof Target.Binary) {
      double error = Calibration.equallyFilled(p, Calibration.STANDARD_BINS).error();
      out.add(
          new MetricValue(Metric.CALIBRATION_ERROR.id(), error, Double.NaN, Double.NaN, p.rows()));
    }
    Backtest backtest = Backtest.of(p, rule);
    out.addAll(new Trading(backtest, rule.periodsPerYear()).metrics(confidence));
    return new Evaluation(out, backtest);
  }

  /** The metric, if it applies to the target. */
  public Optional<MetricValue> find(Metric metric) {
    return metrics.stream().filter(m -> m.metric().equals(metric.id())).findFirst();
  }
}
