package org.tidemark.models.evaluate;

import org.tidemark.models.Target;

/** What one prediction costs; lower is better. */
public enum Loss {
  /** {@code -ln p(label)}, p clipped to [1e-15, 1 - 1e-15]. */
  LOG,
  /** {@code (p - label)^2}; more than two classes: the sum over classes. */
  BRIER,
  /** 0 where the most probable class is the label, else 1. */
  ZERO_ONE,
  /** {@code |estimate - label|}. */
  ABSOLUTE,
  /** {@code (estimate - label)^2}. */
  SQUARED;

  /** The loss of every row; refused where the target has no such loss. */
  double[] of(Predictions p) {
    boolean estimates = this == ABSOLUTE || this == SQUARED;
    if (estimates != p.target() instanceof Target.Regression) {
      throw new IllegalArgumentException(
          this
              + " is no loss of "
              + p.target()
              + "; take "
              + (estimates ? "LOG, BRIER or ZERO_ONE" : "ABSOLUTE or SQUARED"));
    }
    double[] out = new double[p.rows()];
    for (int i = 0; i < out.length; i++) {
      out[i] = of(p, i);
    }
    return out;
  }

  private double of(Predictions p, int row) {
    int label = (int) p.labels()[row];
    double error = p.scores()[row] - p.labels()[row];
    return switch (this) {
      case LOG -> Scoring.logLoss(p.probability(row, label));
      case BRIER -> brier(p, row, label);
      case ZERO_ONE -> p.predictedClass(row) == label ? 0 : 1;
      case ABSOLUTE -> Math.abs(error);
      case SQUARED -> error * error;
    };
  }

  private static double brier(Predictions p, int row, int label) {
    if (p.target() instanceof Target.Binary) {
      double error = p.scores()[row] - label;
      return error * error;
    }
    double sum = 0;
    for (int k = 0; k < p.classes(); k++) {
      double error = p.probability(row, k) - (k == label ? 1 : 0);
      sum += error * error;
    }
    return sum;
  }
}
