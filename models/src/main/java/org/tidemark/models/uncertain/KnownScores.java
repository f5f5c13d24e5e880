package org.tidemark.models.uncertain;

import java.util.Arrays;

/** Scores that become known one by one, and which is the k-th smallest of those: a Fenwick tree. */
final class KnownScores {
  private final double[] sorted;
  private final int[] places;
  private final int[] tree;
  private int count;

  /** Of these scores, none of them known yet. */
  KnownScores(double[] scores) {
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(scores[a], scores[b]));
    sorted = new double[scores.length];
    places = new int[scores.length];
    for (int at = 0; at < order.length; at++) {
      sorted[at] = scores[order[at]];
      places[order[at]] = at;
    }
    tree = new int[scores.length + 1];
  }

  /** The score of that index is known from now on. */
  void learn(int index) {
    for (int at = places[index] + 1; at < tree.length; at += at & -at) {
      tree[at]++;
    }
    count++;
  }

  int count() {
    return count;
  }

  /** The k-th smallest of the known, from 1. */
  double smallest(int k) {
    int at = 0;
    int left = k;
    for (int step = Integer.highestOneBit(tree.length); step > 0; step >>= 1) {
      if (at + step < tree.length && tree[at + step] < left) {
        at += step;
        left -= tree[at];
      }
    }
    return sorted[at];
  }
}
