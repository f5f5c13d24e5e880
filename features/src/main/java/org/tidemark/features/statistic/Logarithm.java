package org.tidemark.features.statistic;

/**
 * The natural logarithm with the bits of {@link StrictMath#log}, several times as fast on JDK 17,
 * where StrictMath leaves the JVM for each call.
 *
 * <p>Method: x = 2^k (1 + f) with 1 + f from sqrt(1/2) to sqrt(2); with s = f / (2 + f), ln(1 + f)
 * is 2s + s R, R the polynomial of fdlibm in s^2; every product and sum is taken in the order that
 * fdlibm documents, because StrictMath is specified to return fdlibm's bits. Source: K. C. Ng,
 * e_log of fdlibm 5.3, Sun Microsystems 1993. Zero, negative, subnormal, infinite and NaN arguments
 * go to StrictMath.
 */
public final class Logarithm {
  private static final double LN_2_HIGH = 6.93147180369123816490e-01;
  private static final double LN_2_LOW = 1.90821492927058770002e-10;

  // Coefficients of s^2, s^4, ... s^14 in R.
  private static final double C2 = 6.666666666666735130e-01;
  private static final double C4 = 3.999999999940941908e-01;
  private static final double C6 = 2.857142874366239149e-01;
  private static final double C8 = 2.222219843214978396e-01;
  private static final double C10 = 1.818357216161805012e-01;
  private static final double C12 = 1.531383769920937332e-01;
  private static final double C14 = 1.479819860511658591e-01;

  private static final int EXPONENT_BIAS = 1023;
  private static final int FRACTION = 0x000fffff;
  private static final int ONE = 0x3ff00000;

  /** What, added to the high word of a fraction, carries when 1 + f would exceed sqrt(2). */
  private static final int TO_SQRT_2 = 0x95f64;

  private static final int FAR_FROM = 0x6147a;
  private static final int FAR_TO = 0x6b851;

  private Logarithm() {}

  /** The natural logarithm of {@code x}. */
  public static double of(double x) {
    if (!(x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE)) {
      return StrictMath.log(x);
    }
    long bits = Double.doubleToRawLongBits(x);
    int high = (int) (bits >>> 32);
    int fraction = high & FRACTION;
    int carry = (fraction + TO_SQRT_2) & 0x100000;
    int k = (high >> 20) - EXPONENT_BIAS + (carry >> 20);
    long scaled = ((long) (fraction | (carry ^ ONE)) << 32) | (bits & 0xffffffffL);
    double f = Double.longBitsToDouble(scaled) - 1;
    if ((FRACTION & (2 + fraction)) < 3) {
      return nearPower(f, k);
    }
    double turns = k;
    double s = f / (2 + f);
    double z = s * s;
    double w = z * z;
    double even = w * (C4 + w * (C8 + w * C12));
    double odd = z * (C2 + w * (C6 + w * (C10 + w * C14)));
    double r = odd + even;
    // Far from 1 the square of f is taken out, which keeps the error small there.
    if (fraction >= FAR_FROM && fraction <= FAR_TO) {
      double half = 0.5 * f * f;
      return k == 0
          ? f - (half - s * (half + r))
          : turns * LN_2_HIGH - ((half - (s * (half + r) + turns * LN_2_LOW)) - f);
    }
    return k == 0 ? f - s * (f - r) : turns * LN_2_HIGH - ((s * (f - r) - turns * LN_2_LOW) - f);
  }

  /** For |f| below 2^-20, where two terms of the series are enough. */
  private static double nearPower(double f, int k) {
    double turns = k;
    if (f == 0) {
      return k == 0 ? 0 : turns * LN_2_HIGH + turns * LN_2_LOW;
    }
    double r = f * f * (0.5 - 0.33333333333333333 * f);
    return k == 0 ? f - r : turns * LN_2_HIGH - ((r - turns * LN_2_LOW) - f);
  }
}
