package org.tidemark.streaming.score;

import java.io.Serializable;

/**
 * Turns a score into a decision: BUY at or above one limit, SELL at or below the other, else HOLD.
 * A score that is NaN decides HOLD.
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

  /** The decision that a score gives. */
  public String decide(float score) {
    return score >= buyFrom ? "BUY" : score <= sellTo ? "SELL" : "HOLD";
  }

  /** Decides by the probabilities of three classes or more, as {@link #direction} weighs them. */
  String decide(float[] classes) {
    return decide(direction(classes));
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
