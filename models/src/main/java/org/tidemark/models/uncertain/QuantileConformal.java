package org.tidemark.models.uncertain;

/**
 * Conformalised quantile regression (Romano, Patterson and Candes, NeurIPS 32, 2019): the interval
 * between two estimated quantiles is widened, or narrowed, on both sides by the {@link
 * ConformalRank quantile} of how far out-of-fold labels lay outside, {@code max(low - y, y -
 * high)}. So it keeps what the quantiles know of where the noise is large.
 *
 * @param margin added on both sides, in the unit of the label; below 0 where the quantiles were too
 *     wide, infinite after too few rows
 */
public record QuantileConformal(double margin) {
  public QuantileConformal {
    if (Double.isNaN(margin)) {
      throw new IllegalArgumentException("a margin that is NaN widens nothing");
    }
  }

  /**
   * Fits.
   *
   * @param low estimated lower quantiles of rows that no model was fitted on
   * @param high estimated upper quantiles
   * @param labels of the same rows
   * @param miss share of labels that may lie outside
   */
  public static QuantileConformal fit(double[] low, double[] high, double[] labels, double miss) {
    if (low.length != labels.length || high.length != labels.length) {
      throw new IllegalArgumentException(
          labels.length
              + " labels came with "
              + low.length
              + " lower and "
              + high.length
              + " upper quantiles");
    }
    double[] outside = new double[labels.length];
    for (int i = 0; i < outside.length; i++) {
      outside[i] = Math.max(low[i] - labels[i], labels[i] - high[i]);
    }
    return new QuantileConformal(ConformalRank.quantile(outside, miss));
  }

  /** The interval of a row; where narrowing would leave nothing, the point midway. */
  public Interval between(double low, double high) {
    double from = low - margin;
    double to = high + margin;
    double middle = low + (high - low) / 2;
    return from <= to ? new Interval(from, to) : new Interval(middle, middle);
  }
}
