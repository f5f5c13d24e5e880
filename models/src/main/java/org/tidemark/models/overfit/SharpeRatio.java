package org.tidemark.models.overfit;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * An estimated Sharpe ratio per period with what its precision depends on.
 *
 * <p>Per period, never annual: an annual figure divided by the root of periods per year. Source of
 * all formulas: Bailey and Lopez de Prado, The Sharpe Ratio Efficient Frontier, Journal of Risk 15
 * (2012) 3-44, after Mertens (2002). They allow for skewed and fat-tailed returns, not for returns
 * that are correlated in time.
 *
 * @param perPeriod mean / standard deviation (n - 1) of period returns; NaN where they do not vary,
 *     and then skewness and kurtosis are NaN too
 * @param observations number of periods, {@value #FEWEST} or more
 * @param skewness third central moment / second^(3/2), population moments; 0 for normal returns
 * @param kurtosis fourth central moment / second^2; 3 for normal returns
 */
public record SharpeRatio(double perPeriod, int observations, double skewness, double kurtosis) {
  /** Periods that a Sharpe ratio needs at least. */
  public static final int FEWEST = 4;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  public SharpeRatio {
    if (observations < FEWEST) {
      throw new IllegalArgumentException(
          observations + " periods say nothing about a Sharpe ratio; give " + FEWEST + " or more");
    }
    boolean undefined = Double.isNaN(perPeriod) && Double.isNaN(skewness) && Double.isNaN(kurtosis);
    boolean possible =
        Double.isFinite(perPeriod) && kurtosis >= (1 + skewness * skewness) * (1 - 1e-9);
    if (!undefined && !possible) {
      throw new IllegalArgumentException(
          "Sharpe ratio "
              + perPeriod
              + " with skewness "
              + skewness
              + " and kurtosis "
              + kurtosis
              + " is impossible: kurtosis (3 for a normal distribution, not 0) is at least 1 +"
              + " skewness^2");
    }
  }

  /**
   * Of a series.
   *
   * @param returns per period, after cost, finite
   */
  public static SharpeRatio of(double[] returns) {
    int n = returns.length;
    double sum = 0;
    boolean constant = true;
    for (int i = 0; i < n; i++) {
      if (!Double.isFinite(returns[i])) {
        throw new IllegalArgumentException(
            "return of period " + i + " = " + returns[i] + " must be finite");
      }
      sum += returns[i];
      constant &= returns[i] == returns[0];
    }
    double mean = sum / n;
    double m2 = 0;
    double m3 = 0;
    double m4 = 0;
    for (double r : returns) {
      double d = r - mean;
      m2 += d * d / n;
      m3 += d * d * d / n;
      m4 += d * d * d * d / n;
    }
    if (constant || !(m2 > 0)) {
      return new SharpeRatio(Double.NaN, n, Double.NaN, Double.NaN);
    }
    double deviation = Math.sqrt(m2 * n / (n - 1.0));
    return new SharpeRatio(mean / deviation, n, m3 / (m2 * Math.sqrt(m2)), m4 / (m2 * m2));
  }

  /** Of returns that would be normal. */
  public static SharpeRatio normal(double perPeriod, int observations) {
    return new SharpeRatio(perPeriod, observations, 0, 3);
  }

  /** Per root year. */
  public double annual(double periodsPerYear) {
    return perPeriod * Math.sqrt(periodsPerYear);
  }

  /** {@code 1 - skewness SR + (kurtosis - 1) / 4 SR^2}: its variance times n - 1. */
  private double spread() {
    double spread = 1 - skewness * perPeriod + (kurtosis - 1) / 4 * perPeriod * perPeriod;
    return Double.isNaN(spread) ? spread : Math.max(0, spread);
  }

  /** {@code root((1 - skewness SR + (kurtosis - 1) / 4 SR^2) / (n - 1))}. */
  public double standardError() {
    return Math.sqrt(spread() / (observations - 1));
  }

  /**
   * Probabilistic Sharpe ratio: the probability that the true Sharpe ratio is above the benchmark,
   * {@code Phi((SR - benchmark) / standard error)}; NaN where the Sharpe ratio is.
   *
   * @param benchmark per period
   */
  public double probabilityAbove(double benchmark) {
    double error = standardError();
    if (Double.isNaN(error) || Double.isNaN(benchmark)) {
      return Double.NaN;
    }
    double distance = perPeriod - benchmark;
    return distance == 0 ? 0.5 : NORMAL.cumulativeProbability(distance / error);
  }

  /**
   * Minimum track record length: periods needed for {@link #probabilityAbove} to reach the level,
   * {@code 1 + (1 - skewness SR + (kurtosis - 1) / 4 SR^2) (z / (SR - benchmark))^2}, not rounded.
   * Infinite where the Sharpe ratio is not above the benchmark; NaN where it is not defined.
   *
   * @param benchmark per period
   * @param level above 0.5 and below 1, for example 0.95
   */
  public double minimumTrackRecord(double benchmark, double level) {
    if (!(level > 0.5 && level < 1)) {
      throw new IllegalArgumentException("level = " + level + " must be between 0.5 and 1");
    }
    if (perPeriod <= benchmark) {
      return Double.POSITIVE_INFINITY;
    }
    double ratio = NORMAL.inverseCumulativeProbability(level) / (perPeriod - benchmark);
    return 1 + spread() * ratio * ratio;
  }
}
