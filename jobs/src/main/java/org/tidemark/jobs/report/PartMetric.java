package org.tidemark.jobs.report;

/**
 * One metric of one learner on a part of the test rows.
 *
 * @param kind what the part is told by
 * @param part its name
 * @param learner the learner
 * @param metric its name as in {@code model_metrics}
 * @param estimate value and interval
 * @param n rows it was computed on, periods for trading
 */
public record PartMetric(
    Kind kind, String part, String learner, String metric, Estimate estimate, long n) {
  /** What parts are told by. */
  public enum Kind {
    REGIME,
    INSTRUMENT,
    MONTH
  }

  public PartMetric {
    Checks.named(part, "part");
    Checks.named(learner, "learner");
    Checks.named(metric, "metric");
  }
}
