package org.tidemark.models.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * P values corrected for having made several tests; each result stands where its p value stood.
 *
 * <p>Below, p(1) to p(m) are the p values in rising order. A corrected value at most alpha means
 * significant with the family-wise error rate (Bonferroni, Holm) or the false discovery rate (the
 * others) at most alpha.
 */
public final class AdjustedP {
  private AdjustedP() {}

  /** {@code min(1, m p)}, valid for any dependence. */
  public static double[] bonferroni(double[] p) {
    int m = checked(p).length;
    return Arrays.stream(p).map(v -> Math.min(1, m * v)).toArray();
  }

  /**
   * {@code max over j <= i of min(1, (m - j + 1) p(j))}, valid for any dependence and never above
   * Bonferroni. Source: Holm, Scandinavian Journal of Statistics 6 (1979) 65-70.
   */
  public static double[] holm(double[] p) {
    int[] order = order(checked(p));
    double[] out = new double[p.length];
    double highest = 0;
    for (int i = 0; i < order.length; i++) {
      highest = Math.max(highest, Math.min(1, (order.length - i) * p[order[i]]));
      out[order[i]] = highest;
    }
    return out;
  }

  /**
   * {@code min over j >= i of min(1, m p(j) / j)}, for tests that are independent or positively
   * dependent. Source: Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995)
   * 289-300.
   */
  public static double[] benjaminiHochberg(double[] p) {
    double m = p.length;
    return stepUp(p, j -> m / j);
  }

  /**
   * As {@link #benjaminiHochberg} times {@code 1 + 1/2 + ... + 1/m}, valid for any dependence.
   * Source: Benjamini and Yekutieli, Annals of Statistics 29 (2001) 1165-1188.
   */
  public static double[] benjaminiYekutieli(double[] p) {
    double m = p.length;
    double harmonic = 0;
    for (int j = 1; j <= p.length; j++) {
      harmonic += 1.0 / j;
    }
    double sum = harmonic;
    return stepUp(p, j -> m * sum / j);
  }

  private static double[] stepUp(double[] p, IntToDoubleFunction factor) {
    int[] order = order(checked(p));
    double[] out = new double[p.length];
    double lowest = 1;
    for (int i = order.length - 1; i >= 0; i--) {
      lowest = Math.min(lowest, factor.applyAsDouble(i + 1) * p[order[i]]);
      out[order[i]] = lowest;
    }
    return out;
  }

  private static int[] order(double[] p) {
    return IntStream.range(0, p.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> p[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double[] checked(double[] p) {
    if (p.length == 0) {
      throw new IllegalArgumentException("there are no p values to correct");
    }
    for (int i = 0; i < p.length; i++) {
      if (!(p[i] >= 0 && p[i] <= 1)) {
        throw new IllegalArgumentException(
            "p[" + i + "] = " + p[i] + " must be from 0 to 1; a test without one was not made");
      }
    }
    return p;
  }
}
