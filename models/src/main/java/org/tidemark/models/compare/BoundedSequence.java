package org.tidemark.models.compare;

/**
 * The empirical Bernstein confidence sequence with predictable plug-in, which adapts to a variance
 * that nobody states.
 *
 * <p>Assumes only that observations lie in [lowest, highest] and have the same mean given those
 * before. Scaled to [0, 1]: {@code sum(l_i x_i) / sum(l_i) +- (ln(2 / alpha) + sum(4 (x_i -
 * m_(i-1))^2 (-ln(1 - l_i) - l_i) / 4)) / sum(l_i)}, {@code l_i = min(1/2, root(2 ln(2 / alpha) /
 * (v_(i-1) i ln(1 + i))))}, {@code m_i = (1/2 + sum x) / (i + 1)}, {@code v_i = (1/4 + sum(x -
 * m)^2) / (i + 1)}. Source: Waudby-Smith and Ramdas, Journal of the Royal Statistical Society B 86
 * (2024) 1-27, theorem 2.
 */
public final class BoundedSequence extends ConfidenceSequence {
  private static final double MOST = 0.5;

  private final double lowest;
  private final double width;
  private double mean = 0.5;
  private double variance = 0.25;
  private double scaledSum;
  private double squares;
  private double weights;
  private double weighted;
  private double penalty;

  /**
   * A sequence.
   *
   * @param alpha share of tests that may be wrong, above 0 and below 1
   * @param lowest least value of an observation
   * @param highest greatest value of one, above the lowest
   */
  public BoundedSequence(double alpha, double lowest, double highest) {
    super(alpha);
    if (!(lowest < highest) || !Double.isFinite(highest - lowest)) {
      throw new IllegalArgumentException(
          "bounds from " + lowest + " to " + highest + " must be finite and rise");
    }
    this.lowest = lowest;
    width = highest - lowest;
  }

  @Override
  void check(double observation) {
    if (observation < lowest || observation > lowest + width) {
      throw new IllegalArgumentException(
          "observation "
              + count()
              + " = "
              + observation
              + " must be from "
              + lowest
              + " to "
              + (lowest + width)
              + "; state wider bounds before the first one");
    }
  }

  @Override
  void take(double observation) {
    double x = (observation - lowest) / width;
    double i = count();
    double logarithm = StrictMath.log(2 / alpha());
    double plugIn = Math.sqrt(2 * logarithm / (variance * i * StrictMath.log1p(i)));
    double weight = Math.min(MOST, plugIn);
    weights += weight;
    weighted += weight * x;
    penalty += (x - mean) * (x - mean) * (-StrictMath.log1p(-weight) - weight);
    scaledSum += x;
    mean = (0.5 + scaledSum) / (i + 1);
    squares += (x - mean) * (x - mean);
    variance = (0.25 + squares) / (i + 1);
  }

  @Override
  double centre() {
    return lowest + width * weighted / weights;
  }

  @Override
  double radius() {
    return width * (StrictMath.log(2 / alpha()) + penalty) / weights;
  }

  /** The mean of the two supermartingales that the interval is made of, at a mean of 0. */
  @Override
  double evidence() {
    double lead = weighted + weights * lowest / width;
    return (StrictMath.exp(lead - penalty) + StrictMath.exp(-lead - penalty)) / 2;
  }
}
