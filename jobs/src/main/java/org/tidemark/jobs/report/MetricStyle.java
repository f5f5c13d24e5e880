package org.tidemark.jobs.report;

import java.util.List;

/**
 * How a metric is named and drawn.
 *
 * @param key its name in {@code model_metrics}
 * @param label its name for the reader
 * @param note one short phrase beside the label
 * @param decimals decimals in tables
 * @param noSkill the value that no skill would give, NaN if that depends on the data
 */
record MetricStyle(String key, String label, String note, int decimals, double noSkill) {
  private static final String UP = "higher is better";
  private static final String DOWN = "lower is better";

  /** In the order of the page. */
  private static final List<MetricStyle> KNOWN =
      List.of(
          new MetricStyle("auc", "AUC", UP, 4, 0.5),
          new MetricStyle("sharpe", "Sharpe ratio after cost", "annualised", 2, 0),
          new MetricStyle("accuracy", "Accuracy", UP, 4, Double.NaN),
          new MetricStyle("log_loss", "Log loss", DOWN + "; ln 2 is a coin", 4, StrictMath.log(2)),
          new MetricStyle("brier", "Brier score", DOWN + "; 0.25 is a coin", 4, 0.25),
          new MetricStyle(
              "hit_ratio", "Hit ratio", "positions that gained after cost", 4, Double.NaN),
          new MetricStyle("f1", "F1", UP, 4, Double.NaN),
          new MetricStyle("precision", "Precision", UP, 4, Double.NaN),
          new MetricStyle("recall", "Recall", UP, 4, Double.NaN),
          new MetricStyle("mae", "Mean absolute error", DOWN, 5, Double.NaN),
          new MetricStyle("rmse", "Root mean squared error", DOWN, 5, Double.NaN),
          new MetricStyle("pinball_loss", "Pinball loss", DOWN, 5, Double.NaN),
          new MetricStyle("sortino", "Sortino ratio", "annualised", 2, 0),
          new MetricStyle("calmar", "Calmar ratio", UP, 2, 0),
          new MetricStyle("max_drawdown", "Maximum drawdown", "share of the peak", 4, 0),
          new MetricStyle("profit_factor", "Profit factor", UP + "; 1 is no gain", 3, 1),
          new MetricStyle("total_return", "Total return", "after cost; 1 is 100 %", 4, 0),
          new MetricStyle(
              "turnover", "Turnover", "capital traded per period, times capital", 2, Double.NaN),
          new MetricStyle(
              "exposure", "Exposure", "share of decisions that held a position", 4, Double.NaN),
          new MetricStyle("calibration_error", "Calibration error", DOWN, 4, Double.NaN));

  static MetricStyle of(String key) {
    return KNOWN.stream()
        .filter(s -> s.key.equals(key))
        .findFirst()
        .orElseGet(() -> new MetricStyle(key, key.replace('_', ' '), "", 4, Double.NaN));
  }

  /** Its place in the page; unknown metrics come last. */
  int rank() {
    for (int i = 0; i < KNOWN.size(); i++) {
      if (KNOWN.get(i).key.equals(key)) {
        return i;
      }
    }
    return KNOWN.size();
  }
}
