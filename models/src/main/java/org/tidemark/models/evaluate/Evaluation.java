package org.tidemark.models.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tidemark.models.Target;

/**
 * All metrics of one set of predictions.
 *
 * @param metrics those that apply to the target, in the order of {@link Metric}; after precision
 *     and recall those of each class, for example {@code recall_class_0}
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

  /**
   * Evaluates with {@link Confidence#STANDARD}; estimates of a quantile by their pinball loss too,
   * before all other metrics.
   *
   * @param level of that quantile, above 0 and below 1; empty where no quantile is estimated
   */
  public static Evaluation of(Predictions p, TradingRule rule, OptionalDouble level) {
    Evaluation whole = of(p, rule);
    if (level.isEmpty()) {
      return whole;
    }
    Loss.pinball(level.getAsDouble()).need(p.target());
    List<MetricValue> all = new ArrayList<>();
    all.add(
        TimeCells.of(p)
            .interval(
                Metric.PINBALL_LOSS,
                Scoring.pinballLoss(p, level.getAsDouble()),
                Confidence.STANDARD.level()));
    all.addAll(whole.metrics());
    return new Evaluation(all, whole.backtest());
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
      out.addAll(ClassScoring.metrics(p, cells, level));
    }
    if (p.target() instanceof Target.Binary) {
      out.addAll(calibration(p));
    }
    Backtest backtest = Backtest.of(p, rule);
    out.addAll(new Trading(backtest, rule).metrics(confidence));
    return new Evaluation(out, backtest);
  }

  /**
   * Without intervals: the errors are sums of absolute or squared noise, so resampling shifts them
   * upwards and its quantiles would not hold the truth.
   */
  private static List<MetricValue> calibration(Predictions p) {
    Calibration filled = Calibration.equallyFilled(p, Calibration.STANDARD_BINS);
    Calibration wide = Calibration.equallyWide(p, Calibration.STANDARD_BINS);
    BrierParts parts = BrierParts.of(filled);
    List<MetricValue> out = new ArrayList<>();
    out.add(bare(Metric.CALIBRATION_ERROR, filled.error(), p));
    out.add(bare(Metric.CALIBRATION_ERROR_WIDE, wide.error(), p));
    out.add(bare(Metric.MAX_CALIBRATION_ERROR, wide.maximumError(), p));
    out.add(bare(Metric.BRIER_RELIABILITY, parts.reliability(), p));
    out.add(bare(Metric.BRIER_RESOLUTION, parts.resolution(), p));
    out.add(bare(Metric.BRIER_UNCERTAINTY, parts.uncertainty(), p));
    return out;
  }

  private static MetricValue bare(Metric metric, double value, Predictions p) {
    return new MetricValue(metric.id(), value, Double.NaN, Double.NaN, p.rows());
  }

  /** The metric, if it applies to the target. */
  public Optional<MetricValue> find(Metric metric) {
    return metrics.stream().filter(m -> m.metric().equals(metric.id())).findFirst();
  }
}
