package org.tidemark.jobs.report.fill;

import java.util.List;
import java.util.Optional;
import org.tidemark.jobs.fold.FoldCounts;
import org.tidemark.jobs.fold.StoredFolds;
import org.tidemark.jobs.report.Estimate;
import org.tidemark.jobs.report.Header;
import org.tidemark.jobs.report.Numbers;

/**
 * The outcome of a run in words: who serves, how the challenger did against the baseline and
 * against no skill, and whether trading it would have paid for its cost.
 *
 * @param outcome the word
 * @param sentence full sentences with the figures
 */
record Verdict(Header.Verdict outcome, String sentence) {
  private static final double ENOUGH = 0.95;

  /** What the models of the folds had learned from. */
  enum Learned {
    /** Only what came before their tests. */
    BEFORE,
    /** Also what came after them. */
    AROUND
  }

  /**
   * What the figures stand on.
   *
   * @param rows rows judged out of sample, each counted once
   * @param folds number of folds
   * @param paths how many folds test each row: the backtests over which figures are means
   */
  record Tested(long rows, int folds, int paths, Learned learned) {
    static Tested of(StoredFolds folds) {
      if (folds.splits().isEmpty()) {
        return new Tested(0, 0, 1, Learned.BEFORE);
      }
      int paths = folds.paths().count();
      boolean around =
          folds.splits().stream().anyMatch(s -> s.trainHull().toNanos() > s.testHull().fromNanos());
      return new Tested(
          folds.counts().stream().mapToLong(FoldCounts::tested).sum() / paths,
          folds.splits().size(),
          paths,
          around ? Learned.AROUND : Learned.BEFORE);
    }
  }

  /**
   * The challenger's figures over all folds.
   *
   * @param challenger its version
   * @param baseline the baseline learner's name
   * @param classes classes of the label
   * @param costBasisPoints cost per unit of turnover
   * @param sharpe annualised, after cost
   * @param totalReturn over all test windows, after cost, 0.1 is ten percent
   * @param trials all that was tried for the model, 0 where no ledger was kept
   * @param deflatedSharpe probability that its Sharpe ratio is above 0 as the best of the trials;
   *     NaN where it is not defined
   */
  record Figures(
      String challenger,
      Tested tested,
      Estimate auc,
      Estimate logLoss,
      String baseline,
      Estimate baselineAuc,
      Estimate baselineLogLoss,
      int classes,
      double costBasisPoints,
      Estimate sharpe,
      Estimate totalReturn,
      long trials,
      double deflatedSharpe) {}

  /**
   * The verdict.
   *
   * @param decision what the run decided; empty when it never came to that
   * @param champion who serves now
   * @param missing tasks in front of the report that the run's log does not have
   * @param figures the challenger's; empty when nothing was validated
   */
  static Verdict of(
      Optional<Decision> decision,
      Optional<String> champion,
      List<String> missing,
      Optional<Figures> figures) {
    String measured = figures.map(f -> " " + skill(f) + " " + gain(f)).orElse("");
    if (decision.isEmpty()) {
      String why =
          missing.isEmpty()
              ? "the registry has no model of it"
              : "its log has no record of " + String.join(", ", missing);
      String stays =
          champion
              .map(c -> " " + c + ", the champion of an earlier run, stays.")
              .orElse(" There is no champion.");
      return new Verdict(
          champion.isPresent() ? Header.Verdict.KEPT_CHAMPION : Header.Verdict.NO_MODEL,
          "This run decided nothing: " + why + "." + stays + measured);
    }
    String challenger = decision.get().challenger();
    if (decision.get().promoted()) {
      return new Verdict(Header.Verdict.PROMOTED, challenger + " is the champion now." + measured);
    }
    return champion
        .map(
            c ->
                new Verdict(
                    Header.Verdict.KEPT_CHAMPION,
                    c + " stays champion; " + challenger + " was not promoted." + measured))
        .orElseGet(
            () ->
                new Verdict(
                    Header.Verdict.NO_MODEL,
                    challenger + " was not promoted, and there is no champion." + measured));
  }

  private static String skill(Figures f) {
    return "Out of sample, on "
        + Numbers.count(f.tested().rows())
        + (f.tested().paths() == 1
            ? " rows in "
            : " rows, each tested by " + Numbers.count(f.tested().paths()) + " of ")
        + Numbers.count(f.tested().folds())
        + (f.tested().folds() == 1 ? " fold" : " folds")
        + ", "
        + f.challenger()
        + " has an AUC of "
        + Numbers.fixed(f.auc().value(), 4)
        + interval(f.auc(), 4, "95 % interval ")
        + " and a log loss of "
        + Numbers.fixed(f.logLoss().value(), 5)
        + "; the baseline "
        + f.baseline()
        + " has "
        + Numbers.fixed(f.baselineAuc().value(), 4)
        + " and "
        + Numbers.fixed(f.baselineLogLoss().value(), 5)
        + ", guessing has 0.5 and "
        + Numbers.fixed(StrictMath.log(f.classes()), 5)
        + ".";
  }

  private static String gain(Figures f) {
    if (!Double.isFinite(f.sharpe().value())) {
      return "Its trading rule took no position, so it earned and lost nothing.";
    }
    String result =
        "Traded at a cost of "
            + Numbers.plain(f.costBasisPoints())
            + (f.costBasisPoints() == 1 ? " basis point" : " basis points")
            + " per unit of turnover it returned "
            + Numbers.percent(f.totalReturn().value(), 1)
            + " with an annualised Sharpe ratio of "
            + Numbers.fixed(f.sharpe().value(), 2)
            + interval(f.sharpe(), 2, "");
    return result + mean(f.tested()) + ": " + judgement(f) + "." + hindsight(f.tested());
  }

  private static String mean(Tested tested) {
    return tested.paths() == 1
        ? ""
        : ", means of " + Numbers.count(tested.paths()) + " backtest paths";
  }

  /**
   * A backtest whose models knew the future is no record of earnings, whatever its Sharpe ratio.
   */
  private static String hindsight(Tested tested) {
    return tested.learned() == Learned.BEFORE
        ? ""
        : " Its models learned also from what came after their tests, so this compares learners and"
            + " is not what would have been earned.";
  }

  private static String judgement(Figures f) {
    Estimate sharpe = f.sharpe();
    if (sharpe.low() > 0) {
      return gained(f);
    }
    if (sharpe.high() < 0) {
      return "a loss, and not by bad luck alone";
    }
    return Double.isNaN(sharpe.low())
        ? "too few periods to tell skill from luck"
        : "too uncertain to tell from luck, as the interval holds zero";
  }

  private static String gained(Figures f) {
    if (f.trials() == 0 || Double.isNaN(f.deflatedSharpe())) {
      return "a gain beyond what luck explains in this sample, if nothing else was tried";
    }
    String among = f.trials() == 1 ? "the only trial" : "one of " + f.trials() + " trials";
    // Rounded down, so that nothing below the limit reads as having reached it.
    String deflated =
        " (deflated Sharpe ratio "
            + Numbers.fixed(StrictMath.floor(f.deflatedSharpe() * 1000) / 1000, 3)
            + (f.tested().paths() == 1 ? ")" : " of the first path)");
    return f.deflatedSharpe() >= ENOUGH
        ? "a gain beyond what luck explains in this sample, also as " + among + deflated
        : "no edge is shown, as the best of "
            + f.trials()
            + " may well reach that without skill"
            + deflated;
  }

  private static String interval(Estimate e, int decimals, String words) {
    return Double.isNaN(e.low())
        ? ""
        : " ("
            + words
            + Numbers.fixed(e.low(), decimals)
            + " to "
            + Numbers.fixed(e.high(), decimals)
            + ")";
  }
}
