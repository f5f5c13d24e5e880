package org.tidemark.models.ensemble;

import java.util.OptionalDouble;
import org.tidemark.models.Target;

/** What a weighted mean of members has to make small, row by row, with its first two slopes. */
sealed interface MixLoss {

  /** That of a target: log loss of classes, squared error of real labels. */
  static MixLoss of(Target target, OptionalDouble quantile) {
    if (!(target instanceof Target.Regression)) {
      return new Log();
    }
    return quantile.isPresent() ? new Pinball(quantile.getAsDouble()) : new Squared();
  }

  /** Whether scores are estimates of the truth, not probabilities of it. */
  boolean ofEstimates();

  /**
   * The loss of a row.
   *
   * @param soft how much a kink is rounded off, above 0; nothing of a loss without kinks
   */
  double at(double mixed, double truth, double soft);

  /** The loss of a row with its kink as it is. */
  default double plain(double mixed, double truth) {
    return at(mixed, truth, 0);
  }

  /** Its slope in {@code mixed}. */
  double slope(double mixed, double truth, double soft);

  /** How its slope changes in {@code mixed}, 0 or more. */
  double bend(double mixed, double truth, double soft);

  /** {@code -log(mixed)}, of the probability of what came. */
  record Log() implements MixLoss {
    @Override
    public boolean ofEstimates() {
      return false;
    }

    @Override
    public double at(double mixed, double truth, double soft) {
      return -StrictMath.log(mixed);
    }

    @Override
    public double slope(double mixed, double truth, double soft) {
      return -1 / mixed;
    }

    @Override
    public double bend(double mixed, double truth, double soft) {
      return 1 / (mixed * mixed);
    }
  }

  /** {@code (mixed - truth)^2}. */
  record Squared() implements MixLoss {
    @Override
    public boolean ofEstimates() {
      return true;
    }

    @Override
    public double at(double mixed, double truth, double soft) {
      return (mixed - truth) * (mixed - truth);
    }

    @Override
    public double slope(double mixed, double truth, double soft) {
      return 2 * (mixed - truth);
    }

    @Override
    public double bend(double mixed, double truth, double soft) {
      return 2;
    }
  }

  /**
   * Pinball loss of a quantile, {@code level * u + max(0, -u)} of {@code u = truth - mixed}, its
   * kink rounded off: {@code soft * log(1 + exp(-u / soft))} stands for {@code max(0, -u)} and is
   * at most {@code soft * log 2} above it.
   */
  record Pinball(double level) implements MixLoss {
    @Override
    public boolean ofEstimates() {
      return true;
    }

    @Override
    public double at(double mixed, double truth, double soft) {
      double over = mixed - truth;
      double rounded =
          Math.max(0, over) + soft * StrictMath.log1p(StrictMath.exp(-Math.abs(over) / soft));
      return -level * over + rounded;
    }

    @Override
    public double plain(double mixed, double truth) {
      return Math.max(level * (truth - mixed), (level - 1) * (truth - mixed));
    }

    @Override
    public double slope(double mixed, double truth, double soft) {
      return share(mixed, truth, soft) - level;
    }

    @Override
    public double bend(double mixed, double truth, double soft) {
      double share = share(mixed, truth, soft);
      return share * (1 - share) / soft;
    }

    private static double share(double mixed, double truth, double soft) {
      return 1 / (1 + StrictMath.exp((truth - mixed) / soft));
    }
  }
}
