package org.tidemark.models.overfit;

import java.util.Arrays;

/** How surely one distribution of results is to be preferred to another. */
public enum Dominance {
  /** At every level at least as probable to exceed it, and somewhere more: for anyone. */
  FIRST_ORDER,
  /** Smaller shortfall below every level: for anyone who dislikes risk. */
  SECOND_ORDER,
  /** Neither. */
  NONE;

  /**
   * Of two samples of one size.
   *
   * <p>Then the first order is: each sorted value is at least the other's; the second: each sum of
   * the lowest values is.
   */
  static Dominance of(double[] first, double[] second) {
    double[] a = first.clone();
    double[] b = second.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    boolean each = true;
    boolean sums = true;
    boolean differs = false;
    double lead = 0;
    for (int i = 0; i < a.length; i++) {
      lead += a[i] - b[i];
      each &= a[i] >= b[i];
      sums &= lead >= 0;
      differs |= a[i] != b[i];
    }
    if (!differs) {
      return NONE;
    }
    return each ? FIRST_ORDER : sums ? SECOND_ORDER : NONE;
  }
}
