package org.tidemark.jobs.report.fill;

import org.tidemark.jobs.report.Numbers;

/**
 * Whether a strategy has an edge, in one sentence that a sceptic would sign: the first reason to
 * doubt it is the verdict.
 *
 * @param finding the word
 * @param sentence with the figures it follows from
 */
record EdgeVerdict(Finding finding, String sentence) {
  /** Deflated Sharpe ratio from which on the number of trials does not explain an edge. */
  static final double SURE = 0.95;

  /** Probability of overfitting at which choosing the best is no better than chance. */
  static final double CHANCE = 0.5;

  /** Times its assumed cost that an edge must bear. */
  static final double RESERVE = 2;

  /** From the gravest doubt to none. */
  enum Finding {
    /** No position was taken, or too few periods were. */
    UNTRADED,
    /** Nothing was earned even without cost. */
    NO_EDGE,
    /** What was earned went to cost. */
    COST_TAKES_IT,
    /** The ledger cannot say whether the number of trials explains it. */
    UNKNOWN,
    /** The best of so many trials looks like this without skill. */
    TRIALS_EXPLAIN_IT,
    /** The way of choosing does not carry over to time that it has not seen. */
    CHOICE_OVERFITS,
    /** It ends before twice the cost. */
    FRAGILE,
    /** No doubt that these figures can raise. */
    EDGE
  }

  /**
   * What the verdict follows from.
   *
   * @param trials in the ledger, 1 or more
   * @param sharpe annualised, after cost; NaN where the rule did not trade
   * @param sharpeWithoutCost the same at no cost
   * @param deflated deflated Sharpe ratio, 0 to 1; NaN where it is not defined
   * @param costBasisPoints assumed, of one unit of turnover
   * @param breakEvenBasisPoints cost at which nothing is left; NaN where there is none
   * @param overfit probability of backtest overfitting, 0 to 1; NaN where no two trials share
   *     periods
   */
  record Evidence(
      int trials,
      double sharpe,
      double sharpeWithoutCost,
      double deflated,
      double costBasisPoints,
      double breakEvenBasisPoints,
      double overfit) {
    Evidence {
      if (trials < 1) {
        throw new IllegalArgumentException(
            trials + " trials: the one that is judged is in the ledger too");
      }
      share("deflated Sharpe ratio", deflated);
      share("probability of overfitting", overfit);
    }

    private static void share(String name, double value) {
      if (value < 0 || value > 1) {
        throw new IllegalArgumentException(name + " " + value + " must be from 0 to 1, or NaN");
      }
    }
  }

  static EdgeVerdict of(Evidence e) {
    Finding finding = finding(e);
    return new EdgeVerdict(finding, sentence(finding, e));
  }

  private static Finding finding(Evidence e) {
    if (Double.isNaN(e.sharpe()) || Double.isNaN(e.sharpeWithoutCost())) {
      return Finding.UNTRADED;
    }
    if (e.sharpeWithoutCost() <= 0) {
      return Finding.NO_EDGE;
    }
    if (e.sharpe() <= 0) {
      return Finding.COST_TAKES_IT;
    }
    if (Double.isNaN(e.deflated())) {
      return Finding.UNKNOWN;
    }
    if (e.deflated() < SURE) {
      return Finding.TRIALS_EXPLAIN_IT;
    }
    if (e.overfit() >= CHANCE) {
      return Finding.CHOICE_OVERFITS;
    }
    return e.breakEvenBasisPoints() < RESERVE * e.costBasisPoints()
        ? Finding.FRAGILE
        : Finding.EDGE;
  }

  private static String sentence(Finding finding, Evidence e) {
    String sharpe = "a Sharpe ratio of " + Numbers.fixed(e.sharpe(), 2) + " after cost";
    return switch (finding) {
      case UNTRADED ->
          "There is no edge to judge: the rule did not trade enough for a Sharpe ratio.";
      case NO_EDGE ->
          "There is no edge: even without cost the Sharpe ratio is "
              + Numbers.fixed(e.sharpeWithoutCost(), 2)
              + ".";
      case COST_TAKES_IT ->
          "There is no edge after cost: a Sharpe ratio of "
              + Numbers.fixed(e.sharpeWithoutCost(), 2)
              + " without cost is "
              + Numbers.fixed(e.sharpe(), 2)
              + " at "
              + points(e.costBasisPoints())
              + breakEven(e, ", and nothing is left from ", " on")
              + ".";
      case UNKNOWN ->
          "Whether "
              + sharpe
              + " is an edge cannot be told: with "
              + trials(e)
              + " the deflated Sharpe ratio is not defined.";
      case TRIALS_EXPLAIN_IT ->
          "No edge is shown: the best of "
              + trials(e)
              + " may well reach "
              + sharpe
              + " without skill, as the deflated Sharpe ratio of "
              + probability(e.deflated())
              + " is below 0.95.";
      case CHOICE_OVERFITS ->
          "No edge is shown: "
              + sharpe
              + " was chosen from "
              + trials(e)
              + " in a way that overfits with probability "
              + probability(e.overfit())
              + ", no better than chance.";
      case FRAGILE -> "There is an edge, but a thin one: " + sharpe + held(e) + ".";
      case EDGE -> "There is an edge in this sample: " + sharpe + held(e) + ".";
    };
  }

  private static String held(Evidence e) {
    return " has a deflated Sharpe ratio of "
        + probability(e.deflated())
        + " for "
        + trials(e)
        + breakEven(e, ", breaks even at ", " against " + points(e.costBasisPoints()) + " assumed")
        + (Double.isNaN(e.overfit())
            ? ", and no probability of overfitting could be computed"
            : ", and overfits with probability " + probability(e.overfit()));
  }

  private static String breakEven(Evidence e, String before, String after) {
    return Double.isNaN(e.breakEvenBasisPoints())
        ? ""
        : before + points(e.breakEvenBasisPoints()) + after;
  }

  /** Rounded down, so that nothing below a limit reads as having reached it. */
  private static String probability(double value) {
    return Numbers.fixed(StrictMath.floor(value * 1000) / 1000, 3);
  }

  private static String points(double basisPoints) {
    return Numbers.fixed(basisPoints, 1) + " basis points";
  }

  private static String trials(Evidence e) {
    return Numbers.count(e.trials()) + (e.trials() == 1 ? " trial" : " trials");
  }
}
