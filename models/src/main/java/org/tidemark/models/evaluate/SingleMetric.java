package org.tidemark.models.evaluate;

/**
 * One metric by itself, without its interval: what {@link Evaluation} finds, at a fraction of the
 * cost, for use after every step of a fit.
 */
public final class SingleMetric {
  /**
   * Periods of return below which a metric of trading says too little to choose by; below them it
   * has no interval either.
   */
  public static final int FEWEST_PERIODS = Trading.FEWEST_PERIODS;

  private SingleMetric() {}

  /** Whether it is one of predictions as traded, which {@link Backtest#decided} rows alone make. */
  public static boolean isTraded(Metric metric) {
    return Trading.METRICS.contains(metric);
  }

  /**
   * The value of a metric; NaN where it is not defined.
   *
   * @throws IllegalArgumentException if it does not apply to the target
   */
  public static double of(Metric metric, Predictions p, TradingRule rule) {
    if (isTraded(metric)) {
      return new Trading(Backtest.of(p, rule), rule).values()[Trading.METRICS.indexOf(metric)];
    }
    boolean fits =
        switch (metric) {
          case MAE, RMSE -> p.classes() == 0;
          case PINBALL_LOSS -> false; // needs the level of a quantile
          case ACCURACY, AUC, LOG_LOSS, BRIER, F1, WEIGHTED_F1, PRECISION, RECALL ->
              p.classes() > 0;
          default -> p.classes() == 2;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "metric " + metric.id() + " does not apply to target " + p.target());
    }
    return switch (metric) {
      case MAE -> Scoring.absoluteError(p).value();
      case RMSE -> Scoring.rootMeanSquaredError(p).value();
      case ACCURACY -> Scoring.accuracy(p).value();
      case AUC -> Scoring.auc(p).value();
      case LOG_LOSS -> Scoring.logLoss(p).value();
      case BRIER -> Scoring.brier(p).value();
      case F1 -> Scoring.f1(p).value();
      case WEIGHTED_F1 -> ClassScoring.weightedF1(p).value();
      case PRECISION -> ClassScoring.precision(p).value();
      case RECALL -> ClassScoring.recall(p).value();
      case CALIBRATION_ERROR -> filled(p).error();
      case CALIBRATION_ERROR_WIDE -> wide(p).error();
      case MAX_CALIBRATION_ERROR -> wide(p).maximumError();
      case BRIER_RELIABILITY -> BrierParts.of(filled(p)).reliability();
      case BRIER_RESOLUTION -> BrierParts.of(filled(p)).resolution();
      case BRIER_UNCERTAINTY -> BrierParts.of(filled(p)).uncertainty();
      default -> throw new IllegalStateException("metric " + metric.id() + " has no formula here");
    };
  }

  private static Calibration filled(Predictions p) {
    return Calibration.equallyFilled(p, Calibration.STANDARD_BINS);
  }

  private static Calibration wide(Predictions p) {
    return Calibration.equallyWide(p, Calibration.STANDARD_BINS);
  }
}
