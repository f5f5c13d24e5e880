package org.tidemark.models.calibrate;

/**
 * Logistic regression of a few columns by damped Newton steps: the same numbers give the same bits.
 */
final class LogisticFit {
  private static final int MOST_STEPS = 200;
  private static final int MOST_HALVES = 40;
  private static final double CLOSE = 1e-12;

  /** Keeps a step possible where all rows say the same. */
  private static final double RIDGE = 1e-12;

  private LogisticFit() {}

  static void need(String name, double value, double least) {
    if (!(value >= least && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "calibration's "
              + name
              + " = "
              + value
              + " must be finite"
              + (least == 0 ? " and 0 or more" : ""));
    }
  }

  static double sigmoid(double margin) {
    return 1 / (1 + StrictMath.exp(-margin));
  }

  /**
   * Coefficients that minimise the mean log loss.
   *
   * @param columns each as long as {@code targets}
   * @param targets from 0 to 1
   * @return one per column, in their order
   */
  static double[] fit(double[][] columns, double[] targets) {
    double[] at = new double[columns.length];
    double loss = loss(columns, targets, at);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] move = newton(columns, targets, at);
      double share = 1;
      double[] next = moved(at, move, share);
      double there = loss(columns, targets, next);
      for (int half = 0; half < MOST_HALVES && !(there <= loss); half++) {
        share /= 2;
        next = moved(at, move, share);
        there = loss(columns, targets, next);
      }
      if (!(there <= loss)) {
        return at;
      }
      boolean done = loss - there <= CLOSE * Math.abs(loss);
      at = next;
      loss = there;
      if (done) {
        return at;
      }
    }
    return at;
  }

  private static double[] moved(double[] at, double[] move, double share) {
    double[] next = at.clone();
    for (int j = 0; j < next.length; j++) {
      next[j] -= share * move[j];
    }
    return next;
  }

  private static double margin(double[][] columns, double[] at, int row) {
    double margin = 0;
    for (int j = 0; j < at.length; j++) {
      margin += at[j] * columns[j][row];
    }
    return margin;
  }

  private static double loss(double[][] columns, double[] targets, double[] at) {
    double sum = 0;
    for (int row = 0; row < targets.length; row++) {
      double margin = margin(columns, at, row);
      // ln(1 + e^m) - t m, without overflow on either side.
      sum +=
          Math.max(margin, 0)
              + StrictMath.log1p(StrictMath.exp(-Math.abs(margin)))
              - targets[row] * margin;
    }
    return sum / targets.length;
  }

  private static double[] newton(double[][] columns, double[] targets, double[] at) {
    int n = at.length;
    double[] gradient = new double[n];
    double[][] hessian = new double[n][n];
    for (int row = 0; row < targets.length; row++) {
      double p = sigmoid(margin(columns, at, row));
      for (int j = 0; j < n; j++) {
        gradient[j] += (p - targets[row]) * columns[j][row];
        for (int k = 0; k <= j; k++) {
          hessian[j][k] += p * (1 - p) * columns[j][row] * columns[k][row];
        }
      }
    }
    return solve(hessian, gradient);
  }

  /** By Cholesky's method; of the matrix only the lower half is read. */
  private static double[] solve(double[][] matrix, double[] right) {
    int n = right.length;
    double[][] low = new double[n][n];
    for (int j = 0; j < n; j++) {
      for (int k = 0; k <= j; k++) {
        double sum = matrix[j][k] + (j == k ? RIDGE * (1 + matrix[j][j]) : 0);
        for (int m = 0; m < k; m++) {
          sum -= low[j][m] * low[k][m];
        }
        low[j][k] = j == k ? Math.sqrt(Math.max(sum, Double.MIN_NORMAL)) : sum / low[k][k];
      }
    }
    double[] x = right.clone();
    for (int j = 0; j < n; j++) {
      for (int k = 0; k < j; k++) {
        x[j] -= low[j][k] * x[k];
      }
      x[j] /= low[j][j];
    }
    for (int j = n - 1; j >= 0; j--) {
      for (int k = j + 1; k < n; k++) {
        x[j] -= low[k][j] * x[k];
      }
      x[j] /= low[j][j];
    }
    return x;
  }
}
