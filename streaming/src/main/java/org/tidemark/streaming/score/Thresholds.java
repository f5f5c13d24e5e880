package org.tidemark.streaming.score;

import java.io.Serializable;
import org.tidemark.models.Target;

/**
 * Turns a score into a decision: BUY at or above one limit, SELL at or below the other, else HOLD.
 * A score that is NaN decides HOLD. Limits are those of a probability; an estimate is indifferent
 * at 0 and not at one half, so both limits are one half lower for it. That is the signal of {@link
 * org.tidemark.models.evaluate.TradingRule}.
 *
 * @param buyFrom smallest score that buys
 * @param sellTo largest score that sells, below {@code buyFrom}
 */
public record Thresholds(float buyFrom, float sellTo) implements Serializable {
  public Thresholds {
    if (!(sellTo < buyFrom)) {
      throw new IllegalArgumentException(
          "scores sell to " + sellTo + " and buy from " + buyFrom + "; the first must be lower");
    }
  }

  /** For probabilities: buy from 0.55, sell to 0.45. */
  public static Thresholds ofProbability() {
    return new Thresholds(0.55f, 0.45f);
  }

  /**
   * As far from one half on both sides: what {@code trade.threshold} of a night is for a backtest,
   * but that a score exactly so far away decides here.
   *
   * @param distance above 0 and below one half
   */
  public static Thresholds at(double distance) {
    if (!(distance > 0 && distance < 0.5)) {
      throw new IllegalArgumentException(
          "a score decides from a distance of "
              + distance
              + " to one half; it must be above 0 and below 0.5");
    }
    return new Thresholds((float) (0.5 + distance), (float) (0.5 - distance));
  }

  /** The decision that a probability gives. */
  public String decide(float score) {
    return decide(score, buyFrom, sellTo);
  }

  /**
   * The decision that the output of a model gives: of one probability, of one a class as {@link
   * #direction} weighs them, or of an estimate.
   */
  public String decide(Target target, float[] output) {
    if (target instanceof Target.Regression) {
      return decide(output[0], lower(buyFrom), lower(sellTo));
    }
    return decide(output.length == 1 ? output[0] : direction(output));
  }

  /** One half lower, to a millionth: 0.55f less 0.5f is a little more than 0.05f. */
  private static float lower(float limit) {
    return Math.round((limit - 0.5) * 1e6) / 1e6f;
  }

  private static String decide(float score, float buyFrom, float sellTo) {
    return score >= buyFrom ? "BUY" : score <= sellTo ? "SELL" : "HOLD";
  }

  /**
   * One number for the probabilities of classes, the first to sell and the last to buy: {@code (1 +
   * last - first) / 2}, as a backtest does. It is one half where both are as probable, and the
   * probability of class 1 where there are but two.
   */
  static float direction(float[] classes) {
    return (1 + classes[classes.length - 1] - classes[0]) / 2;
  }
}
