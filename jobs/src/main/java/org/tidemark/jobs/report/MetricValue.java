package org.tidemark.jobs.report;

/**
 * One metric of one learner on one fold.
 *
 * @param learner the learner
 * @param metric its name as in {@code model_metrics}, such as auc, accuracy, log_loss, sharpe
 * @param fold the fold's number, or {@link #OVERALL}
 * @param estimate value and interval
 * @param n rows it was computed on
 */
public record MetricValue(String learner, String metric, int fold, Estimate estimate, long n) {
  /** The fold number of a value over all folds together. */
  public static final int OVERALL = -1;

  public MetricValue {
    Checks.named(learner, "learner");
    Checks.named(metric, "metric");
  }
}
