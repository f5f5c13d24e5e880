package org.tidemark.models.overfit;

/**
 * The deflated Sharpe ratio: the probability that the chosen trial's true Sharpe ratio is above 0,
 * given that it is the best of so many.
 *
 * <p>It is the probabilistic Sharpe ratio against the maximum that trials without skill are
 * expected to reach. Every trial counts as one; {@code effectiveProbability} takes those that move
 * together for fewer and is the laxer figure. Source: Bailey and Lopez de Prado, The Deflated
 * Sharpe Ratio, Journal of Portfolio Management 40 (2014) 94-107.
 *
 * @param sharpe the chosen one
 * @param trials number of trials in the ledger
 * @param variance of their Sharpe ratios per period; NaN with fewer than two
 * @param expectedMaximum per period, of so many trials without skill
 * @param probability the deflated Sharpe ratio; NaN where the Sharpe ratio or the variance is
 * @param effectiveTrials {@link TrialLedger#effectiveTrials}; NaN without all returns
 * @param effectiveProbability the same with these; NaN without all returns
 */
public record DeflatedSharpe(
    SharpeRatio sharpe,
    int trials,
    double variance,
    double expectedMaximum,
    double probability,
    double effectiveTrials,
    double effectiveProbability) {
  private static final double CLOSE = 1e-9;

  /** Of a trial whose returns are in the ledger. */
  public static DeflatedSharpe of(TrialLedger ledger, String chosen) {
    Trial trial = ledger.trial(chosen);
    if (trial.returns().length == 0) {
      throw new IllegalArgumentException(
          "trial " + chosen + " has no returns in the ledger; pass its SharpeRatio instead");
    }
    return of(ledger, SharpeRatio.of(trial.returns()));
  }

  /**
   * Of a Sharpe ratio that the ledger knows.
   *
   * @param chosen must be that of one of the trials: a strategy outside of the ledger was tried too
   */
  public static DeflatedSharpe of(TrialLedger ledger, SharpeRatio chosen) {
    boolean known =
        ledger.trials().stream()
            .anyMatch(
                t ->
                    Double.compare(t.sharpe(), chosen.perPeriod()) == 0
                        || Math.abs(t.sharpe() - chosen.perPeriod())
                            <= CLOSE * Math.abs(chosen.perPeriod()));
    if (!known) {
      throw new IllegalArgumentException(
          "a Sharpe ratio of "
              + chosen.perPeriod()
              + " per period is none of the ledger's "
              + ledger.count()
              + "; record the trial that gave it");
    }
    double maximum = ledger.expectedMaximum();
    return new DeflatedSharpe(
        chosen,
        ledger.count(),
        ledger.variance(),
        maximum,
        chosen.probabilityAbove(maximum),
        ledger.effectiveTrials(),
        chosen.probabilityAbove(ledger.effectiveExpectedMaximum()));
  }
}
