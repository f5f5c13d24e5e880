package org.tidemark.models.evaluate;

/**
 * A metric's value and, per row, how much that row pulls it: to first order the metric of another
 * sample is {@code value + mean(influence)} there.
 *
 * @param value NaN where the metric is not defined
 * @param influence one per row, mean 0; empty where the value is NaN
 */
record Estimate(double value, double[] influence) {
  static Estimate undefined() {
    return new Estimate(Double.NaN, new double[0]);
  }

  /** The mean of a quantity; a row's influence is its distance from the mean. */
  static Estimate mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double[] influence = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      influence[i] = values[i] - mean;
    }
    return new Estimate(mean, influence);
  }
}
