package org.tidemark.models.learn;

import java.util.stream.IntStream;

/**
 * What each tree of a voting forest adds to the probabilities, in whole units of 2^-24.
 *
 * <p>A probability in units has at most 24 bits, so float32 adds the votes without rounding: in any
 * order, on any runtime, to the same bits, and the classes sum to 1. Each vote is within two units
 * of MLlib's own, so a probability of n trees is within n 2^-23 of MLlib's.
 *
 * @param trees 1 or more
 */
record VoteShares(int trees) {
  private static final int UNITS = 1 << 24;

  /**
   * The vote of one tree.
   *
   * @param counts weight of each class in the leaf, 0 or more, not all 0
   * @return per class, a multiple of 2^-24
   */
  double[] of(int tree, double[] counts) {
    double total = 0;
    for (double count : counts) {
      total += count;
    }
    int all = budget(tree);
    int[] units = new int[counts.length];
    double[] rest = new double[counts.length];
    int left = all;
    for (int k = 0; k < counts.length; k++) {
      double exact = counts[k] / total * all;
      units[k] = (int) Math.min(exact, left);
      rest[k] = exact - units[k];
      left -= units[k];
    }
    // The units that rounding down left over go to the largest remainders, the first of equals.
    int[] order =
        IntStream.range(0, counts.length)
            .boxed()
            .sorted((a, b) -> Double.compare(rest[b], rest[a]))
            .mapToInt(k -> k)
            .toArray();
    for (int i = 0; i < left; i++) {
      units[order[i % order.length]]++;
    }
    double[] votes = new double[counts.length];
    for (int k = 0; k < votes.length; k++) {
      votes[k] = (double) units[k] / UNITS;
    }
    return votes;
  }

  /** Units that a tree gives away; those of all trees make 1. */
  private int budget(int tree) {
    return (int) ((tree + 1L) * UNITS / trees - (long) tree * UNITS / trees);
  }
}
