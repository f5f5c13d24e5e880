package org.tidemark.models.compare;

/**
 * The confidence sequence of Robbins' normal mixture, which is the mixture sequential probability
 * ratio test turned around.
 *
 * <p>Assumes observations that, given those before, are sub-Gaussian around the mean with scale
 * sigma: normal with a deviation of at most sigma, or within an interval of width 2 sigma. With S
 * the sum of n observations less their mean and V = n sigma^2, {@code |S| < root((V + rho) ln((V +
 * rho) / (rho alpha^2)))} at all n with probability 1 - alpha. Source: Robbins, Annals of
 * Mathematical Statistics 41 (1970) 1397-1409; Johari, Koomen, Pekelis and Walsh, Operations
 * Research 70 (2022) 1806-1821; rho as in section 3.5 of Howard and others (2021).
 */
public final class SubGaussianSequence extends ConfidenceSequence {
  private final double sigma;
  private final double rho;

  /**
   * A sequence.
   *
   * @param alpha share of tests that may be wrong, above 0 and below 1
   * @param sigma scale of one observation, above 0; stated beforehand, not estimated from the
   *     observations: where it is unknown, take {@link BoundedSequence}
   * @param tightestAt number of observations at which the interval is to be narrowest relative to
   *     what is possible, 1 or more; any choice is valid
   */
  public SubGaussianSequence(double alpha, double sigma, long tightestAt) {
    super(alpha);
    if (!(sigma > 0 && Double.isFinite(sigma))) {
      throw new IllegalArgumentException("sigma = " + sigma + " must be above 0 and finite");
    }
    if (tightestAt < 1) {
      throw new IllegalArgumentException("tightest at = " + tightestAt + " must be 1 or more");
    }
    this.sigma = sigma;
    double twice = -2 * StrictMath.log(alpha);
    rho = tightestAt * sigma * sigma / (twice + StrictMath.log1p(twice));
  }

  @Override
  void check(double observation) {}

  @Override
  void take(double observation) {}

  @Override
  double centre() {
    return mean();
  }

  @Override
  double radius() {
    double variance = count() * sigma * sigma + rho;
    double logarithm = StrictMath.log(variance / rho) - 2 * StrictMath.log(alpha());
    return Math.sqrt(variance * logarithm) / count();
  }

  /**
   * The likelihood ratio of the mixture, {@code root(rho / (V + rho)) exp(S^2 / (2 (V + rho)))}.
   */
  @Override
  double evidence() {
    double variance = count() * sigma * sigma + rho;
    return Math.sqrt(rho / variance) * StrictMath.exp(sum() * sum() / (2 * variance));
  }
}
