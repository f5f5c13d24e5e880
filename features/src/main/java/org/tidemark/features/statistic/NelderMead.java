package org.tidemark.features.statistic;

import java.util.function.ToDoubleFunction;

/**
 * Finds a minimum without derivatives by a moving simplex. Deterministic: fixed start, fixed
 * coefficients, no random numbers. Source: Nelder and Mead 1965, The Computer Journal 7(4), with
 * the coefficients 1, 2, 1/2, 1/2.
 */
public final class NelderMead {
  /**
   * Where the search ended.
   *
   * @param at the best point
   * @param value of the function there
   * @param converged whether the values at the corners came within the tolerance before the limit
   */
  public record Result(double[] at, double value, boolean converged) {}

  private final ToDoubleFunction<double[]> function;
  private final double[][] corners;
  private final double[] values;

  private NelderMead(ToDoubleFunction<double[]> function, double[] start, double step) {
    this.function = function;
    this.corners = new double[start.length + 1][];
    this.values = new double[start.length + 1];
    for (int i = 0; i <= start.length; i++) {
      corners[i] = start.clone();
      if (i > 0) {
        corners[i][i - 1] += step;
      }
      values[i] = function.applyAsDouble(corners[i]);
    }
  }

  /**
   * Minimises {@code function} from {@code start}.
   *
   * @param step by which each other corner of the first simplex differs from the start
   * @param tolerance of the difference between the best and the worst corner's value
   * @param limit number of moves
   */
  public static Result minimize(
      ToDoubleFunction<double[]> function,
      double[] start,
      double step,
      double tolerance,
      int limit) {
    NelderMead search = new NelderMead(function, start, step);
    int last = start.length;
    search.sort();
    int moves = 0;
    while (search.values[last] - search.values[0] > tolerance && moves < limit) {
      search.move();
      search.sort();
      moves++;
    }
    boolean converged = search.values[last] - search.values[0] <= tolerance;
    return new Result(search.corners[0], search.values[0], converged);
  }

  private void move() {
    int last = corners.length - 1;
    double[] reflected = along(-1);
    double value = function.applyAsDouble(reflected);
    if (value < values[0]) {
      double[] expanded = along(-2);
      double further = function.applyAsDouble(expanded);
      replace(further < value ? expanded : reflected, Math.min(further, value));
    } else if (value < values[last - 1]) {
      replace(reflected, value);
    } else {
      double[] contracted = along(value < values[last] ? -0.5 : 0.5);
      double nearer = function.applyAsDouble(contracted);
      if (nearer < Math.min(value, values[last])) {
        replace(contracted, nearer);
      } else {
        shrink();
      }
    }
  }

  /** The point on the line from the centre of the better corners through the worst one. */
  private double[] along(double share) {
    int last = corners.length - 1;
    double[] point = new double[last];
    for (int i = 0; i < last; i++) {
      double centre = 0;
      for (int c = 0; c < last; c++) {
        centre += corners[c][i];
      }
      centre /= last;
      point[i] = centre + share * (corners[last][i] - centre);
    }
    return point;
  }

  private void replace(double[] corner, double value) {
    corners[corners.length - 1] = corner;
    values[values.length - 1] = value;
  }

  private void shrink() {
    for (int c = 1; c < corners.length; c++) {
      for (int i = 0; i < corners[c].length; i++) {
        corners[c][i] = corners[0][i] + (corners[c][i] - corners[0][i]) / 2;
      }
      values[c] = function.applyAsDouble(corners[c]);
    }
  }

  /** By insertion, so that equal corners keep their order. */
  private void sort() {
    for (int c = 1; c < corners.length; c++) {
      for (int k = c; k > 0 && values[k] < values[k - 1]; k--) {
        double[] corner = corners[k];
        corners[k] = corners[k - 1];
        corners[k - 1] = corner;
        double value = values[k];
        values[k] = values[k - 1];
        values[k - 1] = value;
      }
    }
  }
}
