package org.tidemark.features.regime;

import java.io.Serializable;

/**
 * Weights of the six dimensions of the market quality score (X12), each from 0 to 1, together 1.
 *
 * @param version rises with every change of a published set; part of the feature's output name
 */
public record MqWeights(
    int version,
    double liquidity,
    double volatility,
    double momentum,
    double imbalance,
    double trendStrength,
    double noise)
    implements Serializable {
  /** The weights that X12 publishes. */
  public static final MqWeights V1 = new MqWeights(1, 0.15, 0.15, 0.15, 0.15, 0.20, 0.20);

  public MqWeights {
    if (version < 1) {
      throw new IllegalArgumentException("version " + version + " must be 1 or more");
    }
    double sum = liquidity + volatility + momentum + imbalance + trendStrength + noise;
    double least =
        Math.min(
            Math.min(Math.min(liquidity, volatility), Math.min(momentum, imbalance)),
            Math.min(trendStrength, noise));
    if (!(least >= 0) || Math.abs(sum - 1) > 1e-12) {
      throw new IllegalArgumentException(
          "weights of version " + version + " must be 0 or more and add up to 1, not to " + sum);
    }
  }
}
