package org.tidemark.models.uncertain;

import java.util.Arrays;

/**
 * The quantile of finite samples: of {@code n} nonconformity scores the {@code ceil((n + 1)(1 -
 * miss))}-th smallest, infinite where that is above {@code n}. A new score that is exchangeable
 * with them is at or below it with a chance of at least {@code 1 - miss}, and less than {@code 1 -
 * miss + 1 / (n + 1)} where no two are equal.
 */
public final class ConformalRank {
  private ConformalRank() {}

  /**
   * Which of {@code n} scores it is, from 1; {@code n + 1} for none.
   *
   * @param miss share of labels that may lie outside, above 0 and below 1
   */
  public static int of(int n, double miss) {
    if (!(miss > 0 && miss < 1)) {
      throw new IllegalArgumentException(
          "miss = " + miss + " must be above 0 and below 1; 0.1 covers nine labels of ten");
    }
    // A hair below, or 0.9 * 10 = 9.000000000000002 would be the tenth.
    double exact = (n + 1.0) * (1 - miss);
    return (int) Math.min(n + 1L, (long) Math.ceil(exact - 1e-9));
  }

  /** The score of that rank. */
  public static double quantile(double[] scores, double miss) {
    for (double score : scores) {
      if (Double.isNaN(score)) {
        throw new IllegalArgumentException("a nonconformity score is NaN; leave its row out");
      }
    }
    int rank = of(scores.length, miss);
    if (rank > scores.length) {
      return Double.POSITIVE_INFINITY;
    }
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    return sorted[rank - 1];
  }
}
