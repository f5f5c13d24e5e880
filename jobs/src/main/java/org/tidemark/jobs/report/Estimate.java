package org.tidemark.jobs.report;

/**
 * A figure with its confidence interval.
 *
 * @param value the point estimate; NaN means that it could not be computed and is printed as n/a
 * @param low the lower end of the interval; NaN means that there is no interval
 * @param high the upper end of the interval; NaN exactly when {@code low} is
 */
public record Estimate(double value, double low, double high) {
  public Estimate {
    if (Double.isNaN(low) != Double.isNaN(high)) {
      throw new IllegalArgumentException(
          "interval [" + low + ", " + high + "] has one end only; give both ends or neither (NaN)");
    }
    if (low > high) {
      throw new IllegalArgumentException(
          "interval low " + low + " is above high " + high + "; swap the two");
    }
  }

  /** A figure without an interval. */
  public static Estimate of(double value) {
    return new Estimate(value, Double.NaN, Double.NaN);
  }

  boolean known() {
    return Double.isFinite(value);
  }

  boolean bounded() {
    return Double.isFinite(low) && Double.isFinite(high);
  }
}
