package org.tidemark.features.regime;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;

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
  /** The names of the dimensions, in the order of the weights. */
  public static final List<String> DIMENSIONS =
      List.of("liquidity", "volatility", "momentum", "imbalance", "trend_strength", "noise");

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
    if (version == 1
        && !(liquidity == 0.15
            && volatility == 0.15
            && momentum == 0.15
            && imbalance == 0.15
            && trendStrength == 0.20
            && noise == 0.20)) {
      throw new IllegalArgumentException(
          "version 1 is published as 0.15, 0.15, 0.15, 0.15, 0.2, 0.2; give other weights another"
              + " version");
    }
  }

  /**
   * Weights by dimension.
   *
   * @throws IllegalArgumentException if a dimension is missing or unknown, or they do not add up
   */
  public static MqWeights of(int version, Map<String, Double> weights) {
    if (!weights.keySet().equals(Set.copyOf(DIMENSIONS))) {
      throw new IllegalArgumentException(
          "weights of version "
              + version
              + " name "
              + new TreeSet<>(weights.keySet())
              + "; they must name "
              + DIMENSIONS);
    }
    double[] w = DIMENSIONS.stream().mapToDouble(weights::get).toArray();
    return new MqWeights(version, w[0], w[1], w[2], w[3], w[4], w[5]);
  }

  /**
   * What tells these weights from all others in a feature's name: the version and, beyond the
   * published one, a checksum, as a version in a table may be given other numbers.
   */
  String tag() {
    if (version == 1) {
      return "w1";
    }
    ByteBuffer bytes = ByteBuffer.allocate(6 * Double.BYTES);
    for (double weight :
        new double[] {liquidity, volatility, momentum, imbalance, trendStrength, noise}) {
      bytes.putDouble(weight + 0.0); // -0.0 weighs as 0.0
    }
    CRC32 sum = new CRC32();
    sum.update(bytes.array());
    return "w%d_%08x".formatted(version, sum.getValue());
  }
}
