package org.tidemark.models.uncertain;

import java.util.stream.IntStream;

/**
 * Sets of classes (adaptive prediction sets of Romano, Sesia and Candes, NeurIPS 33, 2020, without
 * their random part, so that they are never smaller than they ought to be): classes join from the
 * most probable on, the lower of equals first, until their probabilities add up to the limit. The
 * limit is the {@link ConformalRank quantile} of such sums up to the class that came, over
 * out-of-fold rows.
 *
 * @param limit above 1 or infinite: every class is in every set
 */
public record AdaptiveSets(double limit) {
  public AdaptiveSets {
    if (!(limit >= 0)) {
      throw new IllegalArgumentException("limit " + limit + " of a set must be 0 or more");
    }
  }

  /**
   * Fits.
   *
   * @param probabilities rows x classes, of rows that the model was not fitted on
   * @param labels class of each row
   * @param miss share of labels that may lie outside their set
   */
  public static AdaptiveSets fit(double[][] probabilities, int[] labels, double miss) {
    if (probabilities.length != labels.length) {
      throw new IllegalArgumentException(
          probabilities.length + " rows came with " + labels.length + " labels");
    }
    double[] sums = new double[labels.length];
    for (int i = 0; i < sums.length; i++) {
      for (int k : order(probabilities[i])) {
        sums[i] += probabilities[i][k];
        if (k == labels[i]) {
          break;
        }
      }
    }
    return new AdaptiveSets(ConformalRank.quantile(sums, miss));
  }

  /** Which classes are in a row's set, one or more of them. */
  public boolean[] of(double[] probabilities) {
    boolean[] in = new boolean[probabilities.length];
    double sum = 0;
    for (int k : order(probabilities)) {
      in[k] = true;
      sum += probabilities[k];
      if (sum >= limit) {
        return in;
      }
    }
    return in;
  }

  private static int[] order(double[] probabilities) {
    return IntStream.range(0, probabilities.length)
        .boxed()
        .sorted((a, b) -> Double.compare(probabilities[b], probabilities[a]))
        .mapToInt(k -> k)
        .toArray();
  }
}
