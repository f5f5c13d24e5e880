package org.tidemark.models.evaluate;

import org.tidemark.models.Target;

/**
 * What one prediction costs; lower is better.
 *
 * @param level of the quantile that is estimated, above 0 and below 1; NaN for other kinds
 */
public record Loss(Kind kind, double level) {
  /** What is counted. */
  public enum Kind {
    /** {@code -ln p(label)}, p clipped to [1e-15, 1 - 1e-15]. */
    LOG,
    /** {@code (p - label)^2}; more than two classes: the sum over classes. */
    BRIER,
    /** 0 where the most probable class is the label, else 1. */
    ZERO_ONE,
    /** {@code |estimate - label|}. */
    ABSOLUTE,
    /** {@code (estimate - label)^2}. */
    SQUARED,
    /** That of {@link Metric#PINBALL_LOSS}. */
    PINBALL;

    private boolean isOfEstimates() {
      return this == ABSOLUTE || this == SQUARED || this == PINBALL;
    }
  }

  /** {@link Kind#LOG}. */
  public static final Loss LOG = new Loss(Kind.LOG, Double.NaN);

  /** {@link Kind#BRIER}. */
  public static final Loss BRIER = new Loss(Kind.BRIER, Double.NaN);

  /** {@link Kind#ZERO_ONE}. */
  public static final Loss ZERO_ONE = new Loss(Kind.ZERO_ONE, Double.NaN);

  /** {@link Kind#ABSOLUTE}. */
  public static final Loss ABSOLUTE = new Loss(Kind.ABSOLUTE, Double.NaN);

  /** {@link Kind#SQUARED}. */
  public static final Loss SQUARED = new Loss(Kind.SQUARED, Double.NaN);

  public Loss {
    if (kind == Kind.PINBALL ? !(level > 0 && level < 1) : !Double.isNaN(level)) {
      throw new IllegalArgumentException(
          "level "
              + level
              + " of loss "
              + kind
              + (kind == Kind.PINBALL ? " must be above 0 and below 1" : " must be left out"));
    }
  }

  /** {@link Kind#PINBALL} of the quantile at a level. */
  public static Loss pinball(double level) {
    return new Loss(Kind.PINBALL, level);
  }

  /** The loss of every row; refused where the target has no such loss. */
  double[] of(Predictions p) {
    need(p.target());
    double[] out = new double[p.rows()];
    for (int i = 0; i < out.length; i++) {
      out[i] = of(p, i);
    }
    return out;
  }

  /** Refuses a target that has no such loss. */
  void need(Target target) {
    if (kind.isOfEstimates() != target instanceof Target.Regression) {
      throw new IllegalArgumentException(
          kind
              + " is no loss of "
              + target
              + "; take "
              + (kind.isOfEstimates() ? "LOG, BRIER or ZERO_ONE" : "ABSOLUTE, SQUARED or PINBALL"));
    }
  }

  private double of(Predictions p, int row) {
    int label = (int) p.labels()[row];
    double error = p.scores()[row] - p.labels()[row];
    return switch (kind) {
      case LOG -> Scoring.logLoss(p.probability(row, label));
      case BRIER -> brier(p, row, label);
      case ZERO_ONE -> p.predictedClass(row) == label ? 0 : 1;
      case ABSOLUTE -> Math.abs(error);
      case SQUARED -> error * error;
      case PINBALL -> Scoring.pinballLoss(error, level);
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
