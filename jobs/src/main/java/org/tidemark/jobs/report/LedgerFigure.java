package org.tidemark.jobs.report;

/**
 * One figure that needs all trials of a model to be told.
 *
 * @param learner whose figure it is
 * @param metric its name under window {@code overfit} of {@code model_metrics}
 * @param value NaN where it is not defined
 * @param n trials or periods behind it
 */
public record LedgerFigure(String learner, String metric, double value, long n) {
  public LedgerFigure {
    Checks.named(learner, "learner");
    Checks.named(metric, "figure");
  }
}
