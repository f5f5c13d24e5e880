package org.tidemark.jobs.report;

import java.util.List;

/**
 * Out-of-sample equity of one learner.
 *
 * @param learner the learner
 * @param costBasisPoints cost per unit of turnover that is already taken off
 * @param points value of one unit invested at the start, in time order; long series are thinned
 *     when drawn
 */
public record EquityCurve(String learner, double costBasisPoints, List<TimeValue> points) {
  public EquityCurve {
    Checks.named(learner, "learner");
    points = List.copyOf(points);
    for (int i = 1; i < points.size(); i++) {
      Checks.inOrder(points.get(i - 1).time(), points.get(i).time(), "equity step of " + learner);
    }
  }
}
