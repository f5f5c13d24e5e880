package org.tidemark.models.evaluate;

/**
 * The mean of any quantity of 0 or more per row, with the interval that metrics of predictions
 * have: rows whose labels overlap do not count as independent.
 */
public final class MeanInCells {
  private MeanInCells() {}

  /**
   * The mean, its interval between 0 and a limit.
   *
   * @param values one per row of the predictions, 0 or more
   * @param id name of the metric
   * @param highest that a mean can be
   */
  public static MetricValue of(Predictions p, double[] values, String id, double highest) {
    TimeCells cells = TimeCells.of(p);
    return cells.interval(
        id,
        Estimate.mean(values),
        Confidence.STANDARD.level(),
        v -> Math.min(highest, Math.max(0, v)));
  }
}
