package org.tidemark.models.explain;

import org.tidemark.models.form.LinearForm;

/**
 * Shapley values of a linear model: {@code coefficient x standardised value}, against the row of
 * training means, whose margin is the intercept. A missing value is the mean, so it is worth 0.
 * Source: Lundberg and Lee, "A unified approach to interpreting model predictions" (2017),
 * corollary 1, features taken as independent.
 */
public record LinearShap(LinearForm form) implements Shap {
  @Override
  public double[] expected() {
    return form.intercepts();
  }

  @Override
  public double[] values(float[] rows, int n) {
    int features = form.features();
    if ((long) n * features != rows.length) {
      throw new IllegalArgumentException(
          n + " rows of " + features + " columns came as " + rows.length + " values");
    }
    double[][] coefficients = form.coefficients();
    double[] values = new double[Math.multiplyExact(n, coefficients.length * features)];
    for (int row = 0; row < n; row++) {
      for (int j = 0; j < features; j++) {
        double z = form.standardised(j, rows[row * features + j]);
        for (int k = 0; k < coefficients.length; k++) {
          values[(row * coefficients.length + k) * features + j] = z * coefficients[k][j];
        }
      }
    }
    return values;
  }
}
