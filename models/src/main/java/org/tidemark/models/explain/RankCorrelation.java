package org.tidemark.models.explain;

/**
 * Whether two lists of numbers order their places alike: 1 the same order, -1 the reverse, 0 where
 * either has one value only. Sources: Kendall, Biometrika 30 (1938), tau-b; Spearman (1904).
 */
final class RankCorrelation {
  private RankCorrelation() {}

  /** Correlation of the ranks, equal values sharing theirs. */
  static double spearman(double[] a, double[] b) {
    double[] x = Ranks.standardised(a);
    double[] y = Ranks.standardised(b);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  /** Pairs in the same less pairs in the other order, over the root of the pairs untied in each. */
  static double kendall(double[] a, double[] b) {
    long net = 0;
    long untiedA = 0;
    long untiedB = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < i; j++) {
        int x = (int) Math.signum(a[i] - a[j]);
        int y = (int) Math.signum(b[i] - b[j]);
        net += x * y;
        untiedA += x * x;
        untiedB += y * y;
      }
    }
    return untiedA == 0 || untiedB == 0 ? 0 : net / Math.sqrt((double) untiedA * untiedB);
  }
}
