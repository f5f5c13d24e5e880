package org.tidemark.models.learn;

import java.util.Arrays;
import java.util.Comparator;

/**
 * One normal distribution of a mixture, over standardised columns.
 *
 * @param weight its share of the rows
 * @param mean one number per column
 * @param covariance columns x columns, row-major
 */
record Component(double weight, double[] mean, double[] covariance) {
  /** Calm before turbulent, of equally calm ones the heavier first, then by means. */
  static final Comparator<Component> CALM_FIRST =
      Comparator.comparingDouble(Component::variance)
          .thenComparing(Comparator.comparingDouble(Component::weight).reversed())
          .thenComparing(Component::mean, Arrays::compare);

  /** Sum of the variances of its columns. */
  double variance() {
    double sum = 0;
    for (int j = 0; j < mean.length; j++) {
      sum += covariance[j * mean.length + j];
    }
    return sum;
  }

  /**
   * A matrix W with {@code W (covariance + floor) W' = I}: the inverse of the Cholesky factor,
   * lower triangular, row-major.
   *
   * @throws IllegalArgumentException if the covariance is singular
   */
  double[] whitening(double floor) {
    double[] factor = cholesky(floor);
    int n = mean.length;
    double[] inverse = new double[n * n];
    for (int j = 0; j < n; j++) {
      inverse[j * n + j] = 1 / factor[j * n + j];
      for (int i = j + 1; i < n; i++) {
        double sum = 0;
        for (int k = j; k < i; k++) {
          sum += factor[i * n + k] * inverse[k * n + j];
        }
        inverse[i * n + j] = -sum / factor[i * n + i];
      }
    }
    return inverse;
  }

  private double[] cholesky(double floor) {
    int n = mean.length;
    double[] factor = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = covariance[i * n + j] + (i == j ? floor : 0);
        for (int k = 0; k < j; k++) {
          rest -= factor[i * n + k] * factor[j * n + k];
        }
        if (i > j) {
          factor[i * n + j] = rest / factor[j * n + j];
        } else if (rest > 0) {
          factor[i * n + i] = Math.sqrt(rest);
        } else {
          throw new IllegalArgumentException(
              "the covariance of a component of weight "
                  + weight
                  + " is singular at column "
                  + i
                  + "; raise the floor of variances, take fewer components or drop columns that"
                  + " repeat others");
        }
      }
    }
    return factor;
  }
}
