package org.tidemark.models.compare;

import java.util.Arrays;
import org.tidemark.features.statistic.Sorted;

/** How large a difference is, apart from how sure it is. */
public final class EffectSize {
  private EffectSize() {}

  /**
   * Cohen's d: difference of means / pooled standard deviation (n - 1); by convention 0.2 is small,
   * 0.5 medium, 0.8 large. NaN where neither sample varies. Source: Cohen, Statistical Power
   * Analysis (1988).
   *
   * @param first two or more
   * @param second two or more
   */
  public static double cohensD(double[] first, double[] second) {
    Sample a = Sample.of("first", first, 2);
    Sample b = Sample.of("second", second, 2);
    double squares = (a.n() - 1) * a.variance() + (b.n() - 1) * b.variance();
    double pooled = Math.sqrt(squares / (a.n() + b.n() - 2));
    return pooled == 0 ? Double.NaN : (a.mean() - b.mean()) / pooled;
  }

  /**
   * Cliff's delta: share of pairs in which the first is above less share in which it is below, from
   * -1 to 1. Source: Cliff, Psychological Bulletin 114 (1993) 494-509; in O(n log n).
   *
   * @param first one or more
   * @param second one or more
   */
  public static double cliffsDelta(double[] first, double[] second) {
    Sample.of("first", first, 1);
    double[] sorted = Sample.of("second", second, 1).values().clone();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] += 0.0; // -0.0 and 0.0 are one value
    }
    Arrays.sort(sorted);
    long balance = 0;
    for (double value : first) {
      int below = Sorted.below(sorted, value + 0.0);
      int above = sorted.length - Sorted.below(sorted, Math.nextUp(value + 0.0));
      balance += below - above;
    }
    return (double) balance / ((double) first.length * second.length);
  }
}
