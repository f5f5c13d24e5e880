package org.tidemark.models.evaluate;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every metric of {@code models.model_metrics}: its name, direction, unit, range and formula.
 *
 * <p>A value that is not defined (one class only, no trade, no loss) is NaN, never 0 by decree.
 */
public enum Metric {
  ACCURACY(Better.HIGHER, "share", 0, 1, "share of rows whose most probable class is the label"),
  AUC(
      Better.HIGHER,
      "share",
      0,
      1,
      "probability that a random row of class 1 scores above one of class 0 of the same fold, ties"
          + " half; mean over folds by rows; more than two classes: mean over one class against the"
          + " rest"),
  LOG_LOSS(
      Better.LOWER,
      "nats",
      0,
      Double.POSITIVE_INFINITY,
      "mean of -ln p(label), p clipped to [1e-15, 1 - 1e-15]"),
  BRIER(
      Better.LOWER,
      "squared probability",
      0,
      2,
      "mean of (p - label)^2; more than two classes: mean of the sum over classes"),
  F1(
      Better.HIGHER,
      "share",
      0,
      1,
      "2 tp / (2 tp + fp + fn) of class 1; more than two classes: mean over the classes seen in"
          + " labels or predictions"),
  WEIGHTED_F1(Better.HIGHER, "share", 0, 1, "mean of F1 over the classes, weighted by their rows"),
  PRECISION(
      Better.HIGHER,
      "share",
      0,
      1,
      "tp / (tp + fp) of class 1; more than two classes: mean over the classes predicted; id"
          + " precision_class_k: of class k"),
  RECALL(
      Better.HIGHER,
      "share",
      0,
      1,
      "tp / (tp + fn) of class 1; more than two classes: mean over the classes in labels; id"
          + " recall_class_k: of class k"),
  CALIBRATION_ERROR(
      Better.LOWER,
      "probability",
      0,
      1,
      "row-weighted mean over 10 equally filled bins of |mean p - share of class 1|"),
  CALIBRATION_ERROR_WIDE(
      Better.LOWER,
      "probability",
      0,
      1,
      "row-weighted mean over 10 bins of equal width of |mean p - share of class 1|"),
  MAX_CALIBRATION_ERROR(
      Better.LOWER,
      "probability",
      0,
      1,
      "largest |mean p - share of class 1| of the 10 bins of equal width"),
  BRIER_RELIABILITY(
      Better.LOWER,
      "squared probability",
      0,
      1,
      "row-weighted mean over 10 equally filled bins of (mean p - share of class 1)^2"),
  BRIER_RESOLUTION(
      Better.HIGHER,
      "squared probability",
      0,
      0.25,
      "row-weighted mean over those bins of (share of class 1 in the bin - share of all rows)^2"),
  BRIER_UNCERTAINTY(
      Better.NEITHER,
      "squared probability",
      0,
      0.25,
      "s (1 - s), s the share of class 1: the Brier score of always saying s"),
  MAE(Better.LOWER, "label", 0, Double.POSITIVE_INFINITY, "mean of |estimate - label|"),
  RMSE(Better.LOWER, "label", 0, Double.POSITIVE_INFINITY, "root of mean of (estimate - label)^2"),
  PINBALL_LOSS(
      Better.LOWER,
      "label",
      0,
      Double.POSITIVE_INFINITY,
      "of estimates of the quantile at a level: mean of level x (label - estimate) where the label"
          + " lies above, (1 - level) x (estimate - label) where it lies below"),
  HIT_RATIO(
      Better.HIGHER, "share", 0, 1, "share of held decisions whose return after cost is above 0"),
  SHARPE(
      Better.HIGHER,
      "per root year",
      Double.NEGATIVE_INFINITY,
      Double.POSITIVE_INFINITY,
      "mean / standard deviation (n - 1) of period returns x root of periods per year"),
  SORTINO(
      Better.HIGHER,
      "per root year",
      Double.NEGATIVE_INFINITY,
      Double.POSITIVE_INFINITY,
      "mean / root of mean of min(period return, 0)^2 x root of periods per year"),
  CALMAR(
      Better.HIGHER,
      "per year",
      Double.NEGATIVE_INFINITY,
      Double.POSITIVE_INFINITY,
      "(equity ^ (periods per year / periods) - 1) / maximum drawdown"),
  MAX_DRAWDOWN(
      Better.LOWER,
      "share",
      0,
      1,
      "largest fall of equity from its highest value before, as a share"),
  MAX_DRAWDOWN_LENGTH(
      Better.LOWER,
      "periods",
      0,
      Double.POSITIVE_INFINITY,
      "most periods in a row whose equity is below its highest value before"),
  PROFIT_FACTOR(
      Better.HIGHER,
      "ratio",
      0,
      Double.POSITIVE_INFINITY,
      "sum of gains / sum of losses over decisions, after cost"),
  TURNOVER(
      Better.NEITHER,
      "capital per period",
      0,
      Double.POSITIVE_INFINITY,
      "mean over periods of the capital traded, both ways, as a multiple of capital"),
  TOTAL_RETURN(
      Better.HIGHER,
      "share",
      -1,
      Double.POSITIVE_INFINITY,
      "final equity - 1, compounded by period"),
  EXPOSURE(Better.NEITHER, "share", 0, 1, "share of decisions that held a position"),
  TAIL_RATIO(
      Better.HIGHER,
      "ratio",
      0,
      Double.POSITIVE_INFINITY,
      "|0.95 quantile| / |0.05 quantile| of period returns (type 7)"),
  VALUE_AT_RISK(
      Better.LOWER,
      "share per period",
      Double.NEGATIVE_INFINITY,
      1,
      "historical, 95 %: the 0.05 quantile of period returns (type 7), a loss as a number above 0"),
  EXPECTED_SHORTFALL(
      Better.LOWER,
      "share per period",
      Double.NEGATIVE_INFINITY,
      1,
      "CVaR, historical, 95 %: mean of the period returns at or below that quantile, a loss as a"
          + " number above 0");

  private static final Pattern OF_CLASS = Pattern.compile("(precision|recall)_class_\\d+");

  /** Which way a metric improves. */
  public enum Better {
    HIGHER,
    LOWER,
    NEITHER
  }

  private final Better better;
  private final String unit;
  private final double lowest;
  private final double highest;
  private final String formula;

  Metric(Better better, String unit, double lowest, double highest, String formula) {
    this.better = better;
    this.unit = unit;
    this.lowest = lowest;
    this.highest = highest;
    this.formula = formula;
  }

  /** The name in tables, for example {@code log_loss}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Which way is better. */
  public Better better() {
    return better;
  }

  /** Unit of the value. */
  public String unit() {
    return unit;
  }

  /** What is computed, in one line. */
  public String formula() {
    return formula;
  }

  /** The nearest value in the metric's range; NaN stays NaN. */
  double clamp(double value) {
    return Math.min(highest, Math.max(lowest, value));
  }

  /** The name in tables of this metric for one class, for example {@code recall_class_2}. */
  String ofClass(int k) {
    return id() + "_class_" + k;
  }

  /** The metric with this {@link #id}, also where the id names one class. */
  public static Metric of(String id) {
    Matcher one = OF_CLASS.matcher(id);
    if (one.matches()) {
      return of(one.group(1));
    }
    for (Metric metric : values()) {
      if (metric.id().equals(id)) {
        return metric;
      }
    }
    throw new IllegalArgumentException("no metric is called '" + id + "'");
  }
}
