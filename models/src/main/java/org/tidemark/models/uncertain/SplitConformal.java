package org.tidemark.models.uncertain;

/**
 * Intervals of one width about an estimate: the radius is the {@link ConformalRank quantile} of the
 * sizes of out-of-fold residuals (Lei and others, Journal of the American Statistical Association
 * 113, 2018, 1094-1111).
 *
 * @param radius half the width, in the unit of the label; infinite after too few rows
 */
public record SplitConformal(double radius) {
  public SplitConformal {
    if (!(radius >= 0)) {
      throw new IllegalArgumentException("radius " + radius + " must be 0 or more");
    }
  }

  /**
   * Fits.
   *
   * @param estimates of rows that the model was not fitted on
   * @param labels of the same rows
   * @param miss share of labels that may lie outside
   */
  public static SplitConformal fit(double[] estimates, double[] labels, double miss) {
    if (estimates.length != labels.length) {
      throw new IllegalArgumentException(
          estimates.length + " estimates came with " + labels.length + " labels");
    }
    double[] sizes = new double[labels.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.abs(labels[i] - estimates[i]);
    }
    return new SplitConformal(ConformalRank.quantile(sizes, miss));
  }

  /** The interval about an estimate. */
  public Interval about(double estimate) {
    return new Interval(estimate - radius, estimate + radius);
  }
}
