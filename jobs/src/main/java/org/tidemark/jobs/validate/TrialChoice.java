package org.tidemark.jobs.validate;

import java.util.Optional;
import org.tidemark.models.overfit.OverfitProbability;
import org.tidemark.models.overfit.Trial;
import org.tidemark.models.overfit.TrialLedger;

/**
 * The trials of a ledger that can be compared period by period: those with equally many and a
 * Sharpe ratio.
 *
 * @param periods of each
 * @param returns one row per trial, in order of their ids
 */
public record TrialChoice(int periods, double[][] returns) {
  static TrialChoice of(TrialLedger ledger, int periods) {
    return new TrialChoice(
        periods,
        ledger.trials().stream()
            .filter(t -> t.returns().length == periods && !Double.isNaN(t.sharpe()))
            .map(Trial::returns)
            .toArray(double[][]::new));
  }

  /** How choosing the best of them generalises; empty with fewer than two, or too few periods. */
  public Optional<OverfitProbability> overfitting() {
    int blocks = Math.min(OverfitProbability.STANDARD_BLOCKS, periods / 4 * 2);
    return returns.length >= 2 && blocks >= 2
        ? Optional.of(OverfitProbability.of(returns, blocks))
        : Optional.empty();
  }
}
