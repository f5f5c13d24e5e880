package org.tidemark.models.compare;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The Mann-Whitney U test: whether a random observation of the first sample tends to lie above one
 * of the second.
 *
 * <p>Observations must not depend on each other. Without ties and with at most {@value #SMALL} in
 * the smaller sample and {@value #ALL} in both the p value is exact; else it is the normal
 * approximation with continuity correction and variance {@code n1 n2 / 12 ((n + 1) - sum(t^3 - t) /
 * (n (n - 1)))}, t the sizes of ties. Source: Mann and Whitney, Annals of Mathematical Statistics
 * 18 (1947) 50-60; Lehmann, Nonparametrics (1975).
 *
 * @param u pairs in which the first is above, ties half
 * @param pValue two-sided; NaN where all observations are equal
 * @param method how the p value was found
 * @param pairs number of pairs
 */
public record MannWhitney(double u, double pValue, Method method, long pairs) {
  /** How a p value is found. */
  public enum Method {
    /** By counting all orders of the observations. */
    EXACT,
    /** By the normal approximation. */
    NORMAL
  }

  private static final int SMALL = 8;
  private static final int ALL = 200;

  /**
   * Tests.
   *
   * @param first one or more
   * @param second one or more
   */
  public static MannWhitney of(double[] first, double[] second) {
    Sample a = Sample.of("first", first, 1);
    Sample b = Sample.of("second", second, 1);
    double[] all = Arrays.copyOf(a.values(), a.n() + b.n());
    System.arraycopy(b.values(), 0, all, a.n(), b.n());
    for (int i = 0; i < all.length; i++) {
      all[i] += 0.0; // -0.0 and 0.0 are one value
    }
    Arrays.sort(all);
    long pairs = (long) a.n() * b.n();
    double u = (EffectSize.cliffsDelta(first, second) * pairs + pairs) / 2;
    double rounded = Math.rint(2 * u) / 2;
    double ties = ties(all);
    boolean small = Math.min(a.n(), b.n()) <= SMALL && all.length <= ALL;
    if (ties == 0 && small) {
      return new MannWhitney(rounded, exact(rounded, a.n(), b.n()), Method.EXACT, pairs);
    }
    double n = all.length;
    double variance = pairs / 12.0 * ((n + 1) - ties / (n * (n - 1)));
    double distance = Math.max(rounded, pairs - rounded) - pairs / 2.0 - 0.5;
    double p =
        variance > 0
            ? 2 * NormalDistribution.of(0, 1).survivalProbability(distance / Math.sqrt(variance))
            : Double.NaN;
    return new MannWhitney(rounded, Math.min(1, p), Method.NORMAL, pairs);
  }

  /** Share of pairs in which the first is above, ties half: 0.5 says no difference. */
  public double superiority() {
    return u / pairs;
  }

  private static double ties(double[] sorted) {
    double sum = 0;
    for (int i = 0; i < sorted.length; ) {
      int end = i;
      while (end < sorted.length && sorted[end] == sorted[i]) {
        end++;
      }
      double t = end - i;
      sum += t * t * t - t;
      i = end;
    }
    return sum;
  }

  /** Twice the share of all ways to pick the ranks of the smaller sample that are as extreme. */
  private static double exact(double u, int n1, int n2) {
    int small = Math.min(n1, n2);
    int all = n1 + n2;
    int most = n1 * n2;
    // ways[k][s]: choices of k ranks so far whose sum, less the least it can be, is s.
    double[][] ways = new double[small + 1][most + 1];
    ways[0][0] = 1;
    for (int rank = 0; rank < all; rank++) {
      for (int k = Math.min(small, rank + 1); k >= 1; k--) {
        int shift = rank - (k - 1);
        for (int s = most; s >= shift; s--) {
          ways[k][s] += ways[k - 1][s - shift];
        }
      }
    }
    double total = Arrays.stream(ways[small]).sum();
    double extreme = 0;
    for (int s = (int) Math.max(u, most - u); s <= most; s++) {
      extreme += ways[small][s];
    }
    return Math.min(1, 2 * extreme / total);
  }
}
