package org.tidemark.jobs.report;

/**
 * Drift of one feature.
 *
 * @param feature its name
 * @param instrument the instrument, or a word for all together
 * @param psi population stability index on the frozen reference bins
 * @param ks Kolmogorov-Smirnov distance, NaN if not computed
 * @param threshold the index above which the feature counts as drifted
 * @param nReference rows in the reference
 * @param nCurrent rows compared
 */
public record FeatureDrift(
    String feature,
    String instrument,
    double psi,
    double ks,
    double threshold,
    long nReference,
    long nCurrent) {
  boolean drifted() {
    return psi > threshold;
  }
}
