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

  /** What the awaited value is of. */
  private enum Trial {
    CORNER,
    REFLECTED,
    EXPANDED,
    CONTRACTED,
    SHRUNK
  }

  private final double[][] corners;
  private final double[] values;
  private final double tolerance;
  private final int limit;
  private Trial trial = Trial.CORNER;
  private int corner;
  private int moves;
  private boolean done;
  private double[] point;
  private double[] reflected;
  private double reflectedValue;

  /**
   * A search from {@code start} that has not begun: {@link #point} says where the function's value
   * is wanted, {@link #take} takes it, until the search {@link #isDone}.
   *
   * @param step by which each other corner of the first simplex differs from the start
   * @param tolerance of the difference between the best and the worst corner's value
   * @param limit number of moves
   */
  public NelderMead(double[] start, double step, double tolerance, int limit) {
    this.corners = new double[start.length + 1][];
    this.values = new double[start.length + 1];
    this.tolerance = tolerance;
    this.limit = limit;
    for (int i = 0; i <= start.length; i++) {
      corners[i] = start.clone();
      if (i > 0) {
        corners[i][i - 1] += step;
      }
    }
    this.point = corners[0];
  }

  /** Minimises {@code function}; the other arguments are those of the constructor. */
  public static Result minimize(
      ToDoubleFunction<double[]> function,
      double[] start,
      double step,
      double tolerance,
      int limit) {
    NelderMead search = new NelderMead(start, step, tolerance, limit);
    while (!search.isDone()) {
      search.take(function.applyAsDouble(search.point()));
    }
    return search.result();
  }

  /** Whether no more values are wanted. */
  public boolean isDone() {
    return done;
  }

  /** Where the next value is wanted. */
  public double[] point() {
    return point;
  }

  /** The best point so far, and whether the search has converged. */
  public Result result() {
    return new Result(corners[0], values[0], isConverged());
  }

  private boolean isConverged() {
    return values[values.length - 1] - values[0] <= tolerance;
  }

  /** Takes the function's value at {@link #point}. */
  public void take(double value) {
    switch (trial) {
      case CORNER, SHRUNK -> corner(value);
      case REFLECTED -> reflected(value);
      case EXPANDED -> {
        replace(value < reflectedValue ? point : reflected, Math.min(value, reflectedValue));
        next();
      }
      case CONTRACTED -> contracted(value);
    }
  }

  private void corner(double value) {
    values[corner] = value;
    corner++;
    if (corner < corners.length) {
      point = corners[corner];
    } else if (trial == Trial.CORNER) {
      sort();
      reflect();
    } else {
      next();
    }
  }

  private void next() {
    sort();
    moves++;
    reflect();
  }

  private void reflect() {
    done = isConverged() || moves >= limit;
    trial = Trial.REFLECTED;
    point = along(-1);
  }

  private void reflected(double value) {
    int last = corners.length - 1;
    if (value < values[0]) {
      reflected = point;
      reflectedValue = value;
      trial = Trial.EXPANDED;
      point = along(-2);
    } else if (value < values[last - 1]) {
      replace(point, value);
      next();
    } else {
      reflectedValue = value;
      trial = Trial.CONTRACTED;
      point = along(value < values[last] ? -0.5 : 0.5);
    }
  }

  private void contracted(double value) {
    if (value < Math.min(reflectedValue, values[values.length - 1])) {
      replace(point, value);
      next();
      return;
    }
    for (int c = 1; c < corners.length; c++) {
      for (int i = 0; i < corners[c].length; i++) {
        corners[c][i] = corners[0][i] + (corners[c][i] - corners[0][i]) / 2;
      }
    }
    trial = Trial.SHRUNK;
    corner = 1;
    point = corners[1];
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
