package org.tidemark.models.explain;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether the importance of features differs between two runs by more than it does between the
 * folds of one run.
 *
 * <p>The statistic is the mean Kendall correlation of two folds of the same run less that of two
 * folds of different runs. The p value is the share of all ways to hand the folds to the two runs
 * that give at least as much: exact where folds can be exchanged, which the folds of one walk
 * forward are only nearly, since their training windows overlap.
 *
 * @param within mean correlation of two folds of the same run
 * @param between mean correlation of two folds of different runs
 * @param pValue one-sided; small says that the runs differ
 * @param ways in which the folds can be handed to the runs; 1 / ways is the least p value there is
 */
public record FoldShift(double within, double between, double pValue, int ways) {
  /** Most folds of both runs together. */
  public static final int MOST = 16;

  /**
   * Compares the folds of two runs.
   *
   * @param before scores by fold, two folds or more, each with the same features in the same order
   * @param after the same
   */
  public static FoldShift between(List<double[]> before, List<double[]> after) {
    int n = before.size() + after.size();
    if (before.size() < 2 || after.size() < 2 || n > MOST) {
      throw new IllegalArgumentException(
          before.size()
              + " and "
              + after.size()
              + " folds cannot be compared; each run needs 2, and both have "
              + MOST
              + " at most");
    }
    List<double[]> all = new ArrayList<>(before);
    all.addAll(after);
    double[][] correlations = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        correlations[i][j] = RankCorrelation.kendall(all.get(i), all.get(j));
      }
    }
    int own = (1 << before.size()) - 1;
    double observed = mean(correlations, own, 1) - mean(correlations, own, 0);
    int ways = 0;
    int asMuch = 0;
    for (int first = 0; first < 1 << n; first++) {
      if (Integer.bitCount(first) == before.size()) {
        double gap = mean(correlations, first, 1) - mean(correlations, first, 0);
        ways++;
        asMuch += gap >= observed - 1e-12 ? 1 : 0;
      }
    }
    return new FoldShift(
        mean(correlations, own, 1), mean(correlations, own, 0), (double) asMuch / ways, ways);
  }

  /** Over the pairs of folds that are in the same run (1) or not (0). */
  private static double mean(double[][] correlations, int first, int same) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < correlations.length; i++) {
      for (int j = 0; j < i; j++) {
        if (((first >> i & 1) == (first >> j & 1) ? 1 : 0) == same) {
          sum += correlations[i][j];
          count++;
        }
      }
    }
    return sum / count;
  }
}
