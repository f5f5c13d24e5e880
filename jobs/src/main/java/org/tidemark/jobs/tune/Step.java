package org.tidemark.jobs.tune;

import org.tidemark.models.tune.Outcome;
import org.tidemark.models.tune.Report;

/**
 * One trial on one fold, as it ended: a line of the study's ledger, and what it was made from.
 *
 * @param trained rows fitted on
 * @param tested rows scored
 * @param returns of the fold's test rows; none where the step failed
 */
record Step(Report report, long trained, long tested, PeriodReturns returns) {
  int trial() {
    return report.work().trial();
  }

  int fold() {
    return report.work().step();
  }

  boolean failed() {
    return report.outcome() instanceof Outcome.Failed;
  }
}
