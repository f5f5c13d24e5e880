package org.tidemark.models.evaluate;

/**
 * One metric of one set of predictions.
 *
 * @param metric {@link Metric#id}
 * @param value NaN where it is not defined
 * @param ciLow lower end of the 95 % interval; NaN where the data cannot carry one
 * @param ciHigh upper end of it
 * @param n rows behind a prediction metric, periods behind a trading metric
 */
public record MetricValue(String metric, double value, double ciLow, double ciHigh, long n) {}
