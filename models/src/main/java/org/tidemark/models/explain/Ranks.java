package org.tidemark.models.explain;

import java.util.Arrays;

/** Ranks from 1 for the lowest value; equal values share the mean of their ranks. */
final class Ranks {
  private Ranks() {}

  /** Ranks of numbers, of which none is NaN; 0.0 and -0.0 are equal. */
  static double[] of(double[] values) {
    double[] sorted = new double[values.length];
    for (int i = 0; i < sorted.length; i++) {
      if (Double.isNaN(values[i])) {
        throw new IllegalArgumentException("value " + i + " is NaN, which has no rank");
      }
      sorted[i] = values[i] + 0.0;
    }
    Arrays.sort(sorted);
    // A binary search finds any of several equal values: each place holds the mean of its run.
    double[] shared = new double[values.length];
    for (int from = 0; from < sorted.length; ) {
      int to = from;
      while (to < sorted.length && sorted[to] == sorted[from]) {
        to++;
      }
      Arrays.fill(shared, from, to, (from + 1 + to) / 2.0);
      from = to;
    }
    double[] ranks = new double[values.length];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = shared[Arrays.binarySearch(sorted, values[i] + 0.0)];
    }
    return ranks;
  }

  /** Ranks less their mean, of length 1; all 0 where all values are equal. */
  static double[] standardised(double[] values) {
    double[] ranks = of(values);
    double mean = (values.length + 1) / 2.0;
    double squares = 0;
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] -= mean;
      squares += ranks[i] * ranks[i];
    }
    for (int i = 0; i < ranks.length && squares > 0; i++) {
      ranks[i] /= Math.sqrt(squares);
    }
    return ranks;
  }

  /** Those of one column of a row-major matrix; 0, the middle, where the value is NaN. */
  static double[] standardised(float[] rows, int column, int width) {
    int n = rows.length / width;
    int[] known = new int[n];
    double[] values = new double[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      if (!Float.isNaN(rows[i * width + column])) {
        known[count] = i;
        values[count++] = rows[i * width + column];
      }
    }
    double[] ranks = standardised(Arrays.copyOf(values, count));
    double[] out = new double[n];
    for (int i = 0; i < count; i++) {
      out[known[i]] = ranks[i];
    }
    return out;
  }
}
