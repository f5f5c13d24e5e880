package org.tidemark.jobs.report;

import java.util.List;

/**
 * What a learner's trades are worth at several costs.
 *
 * @param learner the learner
 * @param points from the lowest cost to the highest
 * @param breakEvenBasisPoints cost at which nothing is left; NaN where there is no such cost
 */
public record CostCurve(String learner, List<Point> points, double breakEvenBasisPoints) {
  public CostCurve {
    Checks.named(learner, "learner");
    points = List.copyOf(points);
  }

  /**
   * At one cost.
   *
   * @param multiple of the stated cost
   * @param costBasisPoints per unit of turnover
   * @param sharpe annualised; NaN where it is not defined
   * @param totalReturn over all test rows, 0.1 is ten percent
   */
  public record Point(int multiple, double costBasisPoints, double sharpe, double totalReturn) {}
}
