package org.tidemark.bench.gpu;

import java.util.Arrays;

/**
 * Area under the ROC curve, exact: the share of pairs (a 1, a 0) that the score puts in order, ties
 * counting half.
 *
 * @param value the area
 * @param standardError of the area by Hanley and McNeil (1982)
 */
record Auc(double value, double standardError) {
  static Auc of(float[] scores, float[] labels) {
    long[] keys = new long[scores.length];
    for (int i = 0; i < keys.length; i++) {
      int bits = Float.floatToIntBits(scores[i] + 0f);
      int ordered = bits ^ ((bits >> 31) & 0x7fffffff);
      keys[i] = ((long) ordered << 1) | (labels[i] > 0.5f ? 1 : 0);
    }
    Arrays.parallelSort(keys);
    double ordered = 0;
    long zerosBelow = 0;
    long ones = 0;
    for (int i = 0; i < keys.length; ) {
      long zeros = 0;
      long tied = 0;
      int end = i;
      for (; end < keys.length && keys[end] >> 1 == keys[i] >> 1; end++) {
        tied += keys[end] & 1;
        zeros += 1 - (keys[end] & 1);
      }
      ordered += tied * (zerosBelow + zeros / 2.0);
      ones += tied;
      zerosBelow += zeros;
      i = end;
    }
    double n1 = ones;
    double n0 = zerosBelow;
    double a = ordered / (n1 * n0);
    double q1 = a / (2 - a);
    double q2 = 2 * a * a / (1 + a);
    double variance = (a * (1 - a) + (n1 - 1) * (q1 - a * a) + (n0 - 1) * (q2 - a * a)) / (n1 * n0);
    return new Auc(a, Math.sqrt(variance));
  }
}
