package org.tidemark.models.score;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tidemark.models.form.TreeEnsemble;

/**
 * Rows on which a walker of trees must give the bits of the runtime before it serves: values at the
 * thresholds of the trees, one float below and above them, and missing ones, in every mixture. The
 * same trees give the same rows.
 */
final class Probes {
  /** Enough to see an approximation of the link that differs in one score of twenty. */
  static final int ROWS = 256;

  private Probes() {}

  static float[] of(TreeEnsemble form) {
    SplittableRandom random = new SplittableRandom(form.trees().size());
    float[][] thresholds = form.edges();
    float[] rows = new float[ROWS * form.features()];
    Arrays.fill(rows, Float.NaN);
    for (int at = 0; at < rows.length; at++) {
      float[] edges = thresholds[at % form.features()];
      if (edges.length > 0 && random.nextInt(16) > 0) {
        float edge = edges[random.nextInt(edges.length)];
        rows[at] =
            switch (random.nextInt(3)) {
              case 0 -> Math.nextDown(edge);
              case 1 -> Math.nextUp(edge);
              default -> edge;
            };
      }
    }
    return rows;
  }

  /** Whether two sides gave the same bits. */
  static boolean same(float[] one, float[] other) {
    for (int at = 0; at < one.length; at++) {
      if (Float.floatToRawIntBits(one[at]) != Float.floatToRawIntBits(other[at])) {
        return false;
      }
    }
    return one.length == other.length;
  }
}
