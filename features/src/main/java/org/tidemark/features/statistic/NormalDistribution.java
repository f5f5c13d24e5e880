package org.tidemark.features.statistic;

/**
 * The standard normal distribution function, to about 1e-15, and to 1e-7 of itself in the tails.
 * Source: J. F. Hart 1968, algorithm 5666, in the form of G. West 2005, "Better approximations to
 * cumulative normal functions".
 */
public final class NormalDistribution {
  private static final double FRACTION_FROM = 7.07106781186547;
  private static final double ROOT_OF_TWO_PI = 2.506628274631;
  private static final double[] ABOVE = {
    3.52624965998911e-02,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376
  };
  private static final double[] BELOW = {
    8.83883476483184e-02,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752
  };

  private NormalDistribution() {}

  /** The probability of a value at or below {@code x}. */
  public static double below(double x) {
    double far = Math.abs(x);
    double tail = StrictMath.exp(-far * far / 2);
    if (far < FRACTION_FROM) {
      tail = tail * polynomial(ABOVE, far) / polynomial(BELOW, far);
    } else {
      double fraction = far + 1 / (far + 2 / (far + 3 / (far + 4 / (far + 0.65))));
      tail = tail / fraction / ROOT_OF_TWO_PI;
    }
    return x > 0 ? 1 - tail : tail;
  }

  private static double polynomial(double[] coefficients, double x) {
    double value = 0;
    for (double coefficient : coefficients) {
      value = value * x + coefficient;
    }
    return value;
  }
}
