package org.tidemark.models.ensemble;

/** Solves small symmetric systems, in one fixed order of operations. */
final class Cholesky {
  private final double[][] low;

  /** Of a positive definite matrix, of which the lower half is read. */
  Cholesky(double[][] matrix) {
    int n = matrix.length;
    low = new double[n][n];
    for (int j = 0; j < n; j++) {
      for (int k = 0; k <= j; k++) {
        double sum = matrix[j][k];
        for (int m = 0; m < k; m++) {
          sum -= low[j][m] * low[k][m];
        }
        low[j][k] = j == k ? Math.sqrt(Math.max(sum, Double.MIN_NORMAL)) : sum / low[k][k];
      }
    }
  }

  double[] solve(double[] right) {
    double[] x = right.clone();
    for (int j = 0; j < x.length; j++) {
      for (int k = 0; k < j; k++) {
        x[j] -= low[j][k] * x[k];
      }
      x[j] /= low[j][j];
    }
    for (int j = x.length - 1; j >= 0; j--) {
      for (int k = j + 1; k < x.length; k++) {
        x[j] -= low[k][j] * x[k];
      }
      x[j] /= low[j][j];
    }
    return x;
  }
}
