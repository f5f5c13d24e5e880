package org.tidemark.models.compare;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The Diebold-Mariano test: whether two forecasts of the same series lose equally much, with errors
 * that are correlated in time.
 *
 * <p>With d the loss of the first less that of the second at each time, {@code DM = mean(d) /
 * root(V / n)}, V the long-run variance of Newey and West (Econometrica 55, 1987, 703-708; Bartlett
 * weights 1 - k / (lags + 1)), times the correction of Harvey, Leybourne and Newbold (International
 * Journal of Forecasting 13, 1997, 281-291) {@code root((n + 1 - 2h + h (h - 1) / n) / n)}, against
 * Student's t with n - 1 degrees of freedom. Source: Diebold and Mariano, Journal of Business and
 * Economic Statistics 13 (1995) 253-263.
 *
 * @param difference mean loss of the first less that of the second: below 0 the first is better
 * @param longRunVariance V; 0 where the difference does not vary
 * @param observations n
 * @param horizon steps that a forecast looks ahead: 1 where labels do not overlap
 * @param lags of the variance
 */
public record DieboldMariano(
    double difference, double longRunVariance, int observations, int horizon, int lags) {
  /** Observations below which a long-run variance says nothing. */
  public static final int FEWEST = 8;

  /** With lags {@code max(horizon - 1, floor(4 (n / 100)^(2/9)))}. */
  public static DieboldMariano of(double[] firstLosses, double[] secondLosses, int horizon) {
    double rule = 4 * StrictMath.pow(firstLosses.length / 100.0, 2 / 9.0);
    return of(firstLosses, secondLosses, horizon, Math.max(horizon - 1, (int) Math.floor(rule)));
  }

  /**
   * Tests.
   *
   * @param firstLosses loss at each time in order, {@value #FEWEST} or more
   * @param secondLosses as many, of the same times
   * @param horizon 1 or more, below half the observations
   * @param lags 0 or more, below the number of observations
   */
  public static DieboldMariano of(
      double[] firstLosses, double[] secondLosses, int horizon, int lags) {
    Sample d = Sample.of("difference", Sample.differences(firstLosses, secondLosses), FEWEST);
    if (horizon < 1 || 2 * horizon >= d.n()) {
      throw new IllegalArgumentException(
          "horizon = " + horizon + " must be 1 or more and below half of " + d.n() + " losses");
    }
    if (lags < 0 || lags >= d.n()) {
      throw new IllegalArgumentException(
          "lags = " + lags + " must be 0 or more and below " + d.n() + " losses");
    }
    double variance = d.variance() == 0 ? 0 : longRun(d, lags);
    return new DieboldMariano(d.mean(), variance, d.n(), horizon, lags);
  }

  private static double longRun(Sample d, int lags) {
    double variance = covariance(d, 0);
    for (int k = 1; k <= lags; k++) {
      variance += 2 * (1 - k / (lags + 1.0)) * covariance(d, k);
    }
    return Math.max(0, variance);
  }

  private static double covariance(Sample d, int lag) {
    double sum = 0;
    for (int i = lag; i < d.n(); i++) {
      sum += (d.values()[i] - d.mean()) * (d.values()[i - lag] - d.mean());
    }
    return sum / d.n();
  }

  /** The corrected statistic; NaN where the difference does not vary. */
  public double statistic() {
    if (longRunVariance == 0) {
      return Double.NaN;
    }
    double n = observations;
    double h = horizon;
    double correction = Math.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n);
    return correction * difference / Math.sqrt(longRunVariance / n);
  }

  /** Two-sided p value; NaN where the statistic is. */
  public double pValue() {
    double statistic = statistic();
    return Double.isNaN(statistic)
        ? Double.NaN
        : 2 * TDistribution.of(observations - 1).survivalProbability(Math.abs(statistic));
  }
}
