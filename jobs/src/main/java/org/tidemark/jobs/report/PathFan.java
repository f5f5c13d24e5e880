package org.tidemark.jobs.report;

import java.util.List;

/**
 * The backtest paths of one learner through the same rows.
 *
 * @param learner the learner
 * @param paths two or more
 */
public record PathFan(String learner, List<BacktestPath> paths) {
  public PathFan {
    Checks.named(learner, "learner");
    paths = List.copyOf(paths);
    if (paths.size() < 2) {
      throw new IllegalArgumentException(
          "a fan of " + paths.size() + " paths for " + learner + "; give two or more, or no fan");
    }
  }

  /**
   * One path.
   *
   * @param number from 0
   * @param sharpe annualised Sharpe ratio after cost
   * @param points value of one unit invested at the start, in time order, one or more
   */
  public record BacktestPath(int number, Estimate sharpe, List<TimeValue> points) {
    public BacktestPath {
      points = List.copyOf(points);
      if (points.isEmpty()) {
        throw new IllegalArgumentException(
            "path " + number + " has no points; give its first and last value at least");
      }
    }

    double finalValue() {
      return points.get(points.size() - 1).value();
    }
  }
}
