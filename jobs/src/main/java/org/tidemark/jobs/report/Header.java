package org.tidemark.jobs.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What was run and what came of it.
 *
 * @param lake the lake's root, as the user gave it
 * @param runId the run's id
 * @param asOf the day up to which the run could see data
 * @param knownAt the instant up to which data counted; a report has no other clock
 * @param verdict the outcome
 * @param sentence the outcome in one full sentence with its reason
 * @param reasons what the decision rests on, one sentence each; may be empty
 * @param learners overall out-of-sample figures, best first
 * @param rows rows judged out of sample, counted once however many learners judged them
 * @param instruments number of instruments
 * @param folds number of folds
 */
public record Header(
    String lake,
    String runId,
    LocalDate asOf,
    Instant knownAt,
    Verdict verdict,
    String sentence,
    List<String> reasons,
    List<LearnerResult> learners,
    long rows,
    int instruments,
    int folds) {
  public Header {
    Checks.named(runId, "run id");
    Checks.named(sentence, "verdict sentence");
    Checks.atLeastZero(rows, "rows");
    Checks.atLeastZero(instruments, "instruments");
    Checks.atLeastZero(folds, "folds");
    reasons = List.copyOf(reasons);
    learners = List.copyOf(learners);
  }

  /** What the run came to. */
  public enum Verdict {
    /** A challenger became champion. */
    PROMOTED("promoted"),
    /** The champion stays: no challenger was better by enough. */
    KEPT_CHAMPION("kept champion"),
    /** There is no champion: nothing earned its place. */
    NO_MODEL("no champion");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /**
   * A learner's overall out-of-sample figures.
   *
   * @param learner its name
   * @param auc area under the ROC curve, 0.5 = no skill
   * @param sharpe annualised Sharpe ratio after cost, 0 = no gain
   */
  public record LearnerResult(String learner, Estimate auc, Estimate sharpe) {
    public LearnerResult {
      Checks.named(learner, "learner");
    }
  }
}
