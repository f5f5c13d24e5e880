package org.tidemark.jobs.report;

import java.util.List;

/**
 * How choosing the best trial on one half of the time fares on the other half.
 *
 * @param learner whose trial is one of those compared
 * @param trials in the ledger
 * @param comparable of them with as many periods as the learner's, itself among them
 * @param periods of returns
 * @param logits one per way to halve the time; 0 or less where the best of one half is no better
 *     than the median on the other; empty where too little is there to compare
 */
public record TrialChoices(
    String learner, int trials, int comparable, int periods, List<Double> logits) {
  public TrialChoices {
    Checks.named(learner, "learner");
    logits = List.copyOf(logits);
  }

  /** Share of logits at most 0: the probability of backtest overfitting; NaN without logits. */
  double overfitProbability() {
    return logits.isEmpty()
        ? Double.NaN
        : (double) logits.stream().filter(l -> l <= 0).count() / logits.size();
  }
}
