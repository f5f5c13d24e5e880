package org.tidemark.models.overfit;

import org.apache.commons.statistics.distribution.TDistribution;
import org.tidemark.models.compare.AdjustedP;

/**
 * What is left of a Sharpe ratio after its p value is corrected for all that was tried.
 *
 * <p>Each trial's t ratio is {@code SR root(n)}, its two-sided p value that of Student's t with n -
 * 1 degrees of freedom; the corrected p value is turned back into a Sharpe ratio. Holm's and
 * Benjamini and Yekutieli's corrections use the p values of all trials of the ledger; a trial
 * without a Sharpe ratio counts with p = 1. Source: Harvey and Liu, Backtesting, Journal of
 * Portfolio Management 42 (2015) 13-28.
 *
 * @param sharpe per period, of the chosen trial; NaN where it has none, and then all below is NaN
 * @param pValue before correction
 * @param bonferroni family-wise error, for any dependence
 * @param holm family-wise error, for any dependence, never a greater haircut
 * @param benjaminiYekutieli false discovery rate, for any dependence (their BHY)
 */
public record HaircutSharpe(
    double sharpe, double pValue, Cut bonferroni, Cut holm, Cut benjaminiYekutieli) {
  /**
   * What one correction leaves.
   *
   * @param pValue corrected, two-sided
   * @param sharpe per period, with that p value; 0 where it is 1
   * @param haircut share of the Sharpe ratio that is taken off, 0 to 1; NaN for a Sharpe ratio of 0
   */
  public record Cut(double pValue, double sharpe, double haircut) {}

  /** Of one trial of a ledger. */
  public static HaircutSharpe of(TrialLedger ledger, String chosen) {
    Trial trial = ledger.trial(chosen);
    int at = ledger.trials().indexOf(trial);
    double[] p = ledger.trials().stream().mapToDouble(HaircutSharpe::pValue).toArray();
    if (Double.isNaN(trial.sharpe())) {
      Cut none = new Cut(Double.NaN, Double.NaN, Double.NaN);
      return new HaircutSharpe(Double.NaN, Double.NaN, none, none, none);
    }
    return new HaircutSharpe(
        trial.sharpe(),
        p[at],
        cut(trial, AdjustedP.bonferroni(p)[at]),
        cut(trial, AdjustedP.holm(p)[at]),
        cut(trial, AdjustedP.benjaminiYekutieli(p)[at]));
  }

  private static double pValue(Trial trial) {
    if (Double.isNaN(trial.sharpe())) {
      return 1;
    }
    double t = Math.abs(trial.sharpe()) * Math.sqrt(trial.observations());
    return Math.min(1, 2 * student(trial).survivalProbability(t));
  }

  private static Cut cut(Trial trial, double p) {
    double t = p >= 1 ? 0 : student(trial).inverseSurvivalProbability(p / 2);
    double size = Math.min(Math.abs(trial.sharpe()), t / Math.sqrt(trial.observations()));
    double haircut = trial.sharpe() == 0 ? Double.NaN : 1 - size / Math.abs(trial.sharpe());
    return new Cut(p, Math.copySign(size, trial.sharpe()), haircut);
  }

  private static TDistribution student(Trial trial) {
    if (trial.observations() < SharpeRatio.FEWEST) {
      throw new IllegalArgumentException(
          "trial "
              + trial.name()
              + " has a Sharpe ratio of "
              + trial.observations()
              + " periods; "
              + SharpeRatio.FEWEST
              + " or more are needed");
    }
    return TDistribution.of(trial.observations() - 1);
  }
}
