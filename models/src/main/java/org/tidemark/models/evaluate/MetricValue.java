package org.tidemark.models.evaluate;

import java.util.List;

/**
 * One metric of one set of predictions.
 *
 * @param metric {@link Metric#id}
 * @param value NaN where it is not defined
 * @param ciLow lower end of the 95 % interval; NaN where the data cannot carry one
 * @param ciHigh upper end of it
 * @param n rows behind a prediction metric, periods behind a trading metric
 */
public record MetricValue(String metric, double value, double ciLow, double ciHigh, long n) {
  /** The value of a metric among others; NaN where it is not there. */
  public static double of(List<MetricValue> metrics, Metric metric) {
    return metrics.stream()
        .filter(m -> m.metric().equals(metric.id()))
        .findFirst()
        .map(MetricValue::value)
        .orElse(Double.NaN);
  }
}
