package org.tidemark.models.onnx;

import org.tidemark.models.Target;

/**
 * Scores of the same rows from two places, held against each other.
 *
 * @param labelFlips rows whose label differs: p at or above 0.5, or the class of highest
 *     probability; always 0 for a regression
 * @param mismatches rows whose label differs, whose score differs by more than the tolerance, or of
 *     which one score is NaN
 * @param maxDifference greatest difference; for a regression divided by max(unit, |expected|)
 */
public record ScoreMatch(
    int rows, long labelFlips, long mismatches, double maxDifference, double tolerance) {

  /**
   * Compares row by row; both arrays are rows x target width.
   *
   * @param unit of estimates: {@link EstimateUnit}
   */
  public static ScoreMatch of(
      Target target, float[] expected, float[] scores, double tolerance, double unit) {
    int width = target.width();
    if (expected.length != scores.length || expected.length % width != 0) {
      throw new IllegalArgumentException(
          scores.length + " scores came for " + expected.length + " expected ones of " + width);
    }
    long flips = 0;
    long mismatches = 0;
    double greatest = 0;
    for (int from = 0; from < expected.length; from += width) {
      double worst = 0;
      for (int k = from; k < from + width; k++) {
        double difference = EstimateUnit.difference(target, unit, expected[k], scores[k]);
        worst = Math.max(worst, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
      }
      boolean flipped = label(target, expected, from) != label(target, scores, from);
      flips += flipped ? 1 : 0;
      mismatches += flipped || worst > tolerance ? 1 : 0;
      greatest = Math.max(greatest, worst);
    }
    return new ScoreMatch(expected.length / width, flips, mismatches, greatest, tolerance);
  }

  /** Whether rows were compared and none differs. */
  public boolean holds() {
    return rows > 0 && mismatches == 0;
  }

  static int label(Target target, float[] scores, int from) {
    if (target instanceof Target.Regression) {
      return 0;
    }
    if (target.width() == 1) {
      return scores[from] >= 0.5f ? 1 : 0;
    }
    int best = 0;
    for (int k = 1; k < target.width(); k++) {
      best = scores[from + k] > scores[from + best] ? k : best;
    }
    return best;
  }
}
