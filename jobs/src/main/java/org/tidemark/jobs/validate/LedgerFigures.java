package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.models.overfit.DataSnooping;
import org.tidemark.models.overfit.DeflatedSharpe;
import org.tidemark.models.overfit.HaircutSharpe;
import org.tidemark.models.overfit.SharpeRatio;
import org.tidemark.models.overfit.Trial;
import org.tidemark.models.overfit.TrialLedger;

/**
 * What all trials of a model say of each of them, as {@code models.model_metrics} keeps it under
 * window {@code overfit}. Formulas: docs/statistics.md.
 */
final class LedgerFigures {
  /**
   * One figure.
   *
   * @param value NaN where it is not defined
   * @param n trials or periods behind it
   */
  record Figure(String metric, double value, long n, String unit) {}

  private static final double LEVEL = 0.95;
  private static final int DRAWS = 1000;
  private static final String PROBABILITY = "probability";
  private static final String ANNUAL = "per root year";

  private final TrialLedger ledger;
  private final long seed;
  private final Map<Integer, List<Figure>> choices = new HashMap<>();

  /**
   * Figures of a ledger.
   *
   * @param seed of the bootstrap of the reality check
   */
  LedgerFigures(TrialLedger ledger, long seed) {
    this.ledger = ledger;
    this.seed = seed;
  }

  /**
   * The figures of a trial; a failed one has the number of trials only.
   *
   * @param periodsPerYear of its returns, for annual figures
   */
  List<Figure> of(String trial, double periodsPerYear) {
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure("trials", ledger.count(), ledger.count(), "trials"));
    Trial chosen = ledger.trial(trial);
    if (chosen.returns().length == 0) {
      return figures;
    }
    int periods = chosen.observations();
    double root = Math.sqrt(periodsPerYear);
    SharpeRatio sharpe = SharpeRatio.of(chosen.returns());
    DeflatedSharpe deflated = DeflatedSharpe.of(ledger, trial);
    HaircutSharpe haircut = HaircutSharpe.of(ledger, trial);
    figures.add(
        new Figure("effective_trials", deflated.effectiveTrials(), ledger.count(), "trials"));
    figures.add(
        new Figure("probabilistic_sharpe", sharpe.probabilityAbove(0), periods, PROBABILITY));
    figures.add(
        new Figure(
            "minimum_track_record", sharpe.minimumTrackRecord(0, LEVEL), periods, "periods"));
    figures.add(
        new Figure(
            "expected_maximum_sharpe", deflated.expectedMaximum() * root, ledger.count(), ANNUAL));
    figures.add(new Figure("deflated_sharpe", deflated.probability(), ledger.count(), PROBABILITY));
    figures.add(
        new Figure("haircut_sharpe", haircut.holm().sharpe() * root, ledger.count(), ANNUAL));
    figures.addAll(choices.computeIfAbsent(periods, this::choice));
    return figures;
  }

  /** Overfitting of the choice, and whether its best beats doing nothing, where periods agree. */
  private List<Figure> choice(int periods) {
    List<Figure> figures = new ArrayList<>();
    TrialChoice choice = TrialChoice.of(ledger, periods);
    double[][] returns = choice.returns();
    choice
        .overfitting()
        .ifPresent(
            overfit -> {
              figures.add(
                  new Figure(
                      "overfit_probability", overfit.probability(), returns.length, PROBABILITY));
              figures.add(
                  new Figure(
                      "degradation_slope",
                      overfit.slope(),
                      returns.length,
                      "out of sample per in sample"));
            });
    if (returns.length >= 1 && periods >= DataSnooping.FEWEST) {
      figures.add(
          new Figure(
              "superior_ability_p",
              DataSnooping.of(returns, DRAWS, seed).consistentP(),
              returns.length,
              PROBABILITY));
    }
    return figures;
  }
}
