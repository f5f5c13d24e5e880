package org.tidemark.models.drift;

/** What a population stability index means for the one on duty (X14). */
public enum DriftLevel {
  /** At most 0.1: as in the reference. */
  STABLE,
  /** Above 0.1, at most 0.3: worth a look. */
  MODERATE,
  /** Above 0.3: the column has drifted. */
  DRIFTED,
  /** No values on one side: nothing can be said. */
  UNKNOWN;

  /** The index above which a column is worth a look. */
  public static final double MODERATE_ABOVE = 0.1;

  /** The index above which a column has drifted. */
  public static final double DRIFTED_ABOVE = 0.3;

  /** The level of an index; the limits themselves belong to the lower level. */
  public static DriftLevel ofPsi(double psi) {
    if (Double.isNaN(psi)) {
      return UNKNOWN;
    }
    if (psi > DRIFTED_ABOVE) {
      return DRIFTED;
    }
    return psi > MODERATE_ABOVE ? MODERATE : STABLE;
  }
}
