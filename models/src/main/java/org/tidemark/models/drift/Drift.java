package org.tidemark.models.drift;

/**
 * How far a current profile has moved from its reference.
 *
 * @param psi population stability index, {@link #psi}
 * @param ks Kolmogorov-Smirnov distance on the bins, {@link #ks}
 * @param referenceCount values in the reference
 * @param currentCount values in the current profile
 * @param level what the index means
 */
public record Drift(
    double psi, double ks, long referenceCount, long currentCount, DriftLevel level) {
  /**
   * Added to the count of every bin that either side has filled, before shares are taken: half a
   * value, the Jeffreys prior. It keeps the index finite and fades as samples grow.
   */
  public static final double SMOOTHING = 0.5;

  /** Compares two profiles over the same bins. */
  public static Drift between(Profile reference, Profile current) {
    double psi = psi(reference, current);
    return new Drift(
        psi, ks(reference, current), reference.total(), current.total(), DriftLevel.ofPsi(psi));
  }

  /**
   * Population stability index, {@code sum over bins of (q - p) ln(q / p)} with p and q the
   * smoothed shares of reference and current; the NaN bin counts as a bin, a bin empty on both
   * sides does not. NaN when a side has no values. Source: Siddiqi, Credit Risk Scorecards (2006).
   */
  public static double psi(Profile reference, Profile current) {
    long[] p = sameBins(reference, current).counts();
    long[] q = current.counts();
    long pTotal = reference.total();
    long qTotal = current.total();
    if (pTotal == 0 || qTotal == 0) {
      return Double.NaN;
    }
    int filled = 0;
    for (int i = 0; i < p.length; i++) {
      filled += p[i] + q[i] > 0 ? 1 : 0;
    }
    double psi = 0;
    for (int i = 0; i < p.length; i++) {
      if (p[i] + q[i] > 0) {
        double pShare = (p[i] + SMOOTHING) / (pTotal + SMOOTHING * filled);
        double qShare = (q[i] + SMOOTHING) / (qTotal + SMOOTHING * filled);
        psi += (qShare - pShare) * StrictMath.log(qShare / pShare);
      }
    }
    return psi;
  }

  /**
   * Largest distance between the two distribution functions at the bin edges, over values that are
   * not NaN; at most the Kolmogorov-Smirnov distance of the samples. NaN when a side has none.
   */
  public static double ks(Profile reference, Profile current) {
    long[] p = sameBins(reference, current).counts();
    long[] q = current.counts();
    int nan = reference.bins().nanBin();
    double pTotal = reference.total() - p[nan];
    double qTotal = current.total() - q[nan];
    if (pTotal == 0 || qTotal == 0) {
      return Double.NaN;
    }
    double largest = 0;
    long pBelow = 0;
    long qBelow = 0;
    for (int i = 0; i < nan; i++) {
      pBelow += p[i];
      qBelow += q[i];
      largest = Math.max(largest, Math.abs(pBelow / pTotal - qBelow / qTotal));
    }
    return largest;
  }

  private static Profile sameBins(Profile reference, Profile current) {
    if (!reference.bins().equals(current.bins())) {
      throw new IllegalArgumentException(
          "profiles over different bins cannot be compared: "
              + reference.bins()
              + " and "
              + current.bins());
    }
    return reference;
  }
}
