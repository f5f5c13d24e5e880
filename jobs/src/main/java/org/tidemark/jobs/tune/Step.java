package org.tidemark.jobs.tune;

import java.util.Optional;
import org.tidemark.models.learn.Growth;
import org.tidemark.models.tune.Outcome;
import org.tidemark.models.tune.Report;

/**
 * One trial on one fold, as it ended: a line of the study's ledger, and what it was made from.
 *
 * @param trained rows fitted on
 * @param tested rows scored
 * @param returns of the fold's test rows; none where the step failed
 * @param growth how its fit went, where it was to stop early; empty in a step that is read back
 */
record Step(
    Report report, long trained, long tested, PeriodReturns returns, Optional<Growth> growth) {
  /** A step of a fit that was not to stop early, or that failed. */
  Step(Report report, long trained, long tested, PeriodReturns returns) {
    this(report, trained, tested, returns, Optional.empty());
  }

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
