package org.tidemark.models.compare;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Student's t test of a difference of means.
 *
 * <p>Assumes observations that do not depend on each other: right for folds, days or instruments,
 * wrong for rows whose labels overlap (use {@link DieboldMariano} or {@link DifferenceInterval}).
 *
 * @param difference mean of the first less mean of the second
 * @param standardError its standard error; 0 where nothing varies
 * @param degreesOfFreedom of the t distribution; NaN where nothing varies in Welch's test
 */
public record TTest(double difference, double standardError, double degreesOfFreedom) {

  /**
   * Paired: {@code t = mean(d) / (sd(d) / root n)}, n - 1 degrees of freedom.
   *
   * @param first two or more
   * @param second as many, of the same rows
   */
  public static TTest paired(double[] first, double[] second) {
    Sample d = Sample.of("difference", Sample.differences(first, second), 2);
    return new TTest(d.mean(), Math.sqrt(d.variance() / d.n()), d.n() - 1);
  }

  /**
   * Unpaired, variances not assumed equal: {@code t = difference / root(v1/n1 + v2/n2)} with the
   * degrees of freedom of Welch, Biometrika 34 (1947) 28-35.
   *
   * @param first two or more
   * @param second two or more
   */
  public static TTest welch(double[] first, double[] second) {
    Sample a = Sample.of("first", first, 2);
    Sample b = Sample.of("second", second, 2);
    double va = a.variance() / a.n();
    double vb = b.variance() / b.n();
    double df = (va + vb) * (va + vb) / (va * va / (a.n() - 1) + vb * vb / (b.n() - 1));
    return new TTest(a.mean() - b.mean(), Math.sqrt(va + vb), df);
  }

  /** The t ratio; NaN where nothing varies, whatever the difference. */
  public double statistic() {
    return standardError == 0 ? Double.NaN : difference / standardError;
  }

  /** Two-sided p value; NaN where the statistic is. */
  public double pValue() {
    double t = statistic();
    return Double.isNaN(t)
        ? Double.NaN
        : 2 * TDistribution.of(degreesOfFreedom).survivalProbability(Math.abs(t));
  }

  /** Half the width of the interval at {@code level} around the difference; NaN as the p value. */
  public double halfWidth(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level = " + level + " must be between 0 and 1");
    }
    return standardError == 0
        ? Double.NaN
        : TDistribution.of(degreesOfFreedom).inverseSurvivalProbability((1 - level) / 2)
            * standardError;
  }
}
