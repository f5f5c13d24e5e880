package org.tidemark.models.overfit;

/**
 * One thing that was tried: a learner, a setting, a rule.
 *
 * @param name unique in a ledger
 * @param sharpe Sharpe ratio per period; NaN where the trial has none (it failed, it never traded)
 * @param observations periods behind it, 0 or more
 * @param returns per period, in order of time; empty where only the figure was kept
 */
public record Trial(String name, double sharpe, int observations, double[] returns) {
  public Trial {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a trial needs a name");
    }
    if (Double.isInfinite(sharpe) || observations < 0) {
      throw new IllegalArgumentException(
          "trial " + name + ": Sharpe ratio " + sharpe + " of " + observations + " periods");
    }
    if (returns.length > 0 && returns.length != observations) {
      throw new IllegalArgumentException(
          "trial " + name + ": " + returns.length + " returns of " + observations + " periods");
    }
  }

  /** A trial whose returns were kept; its Sharpe ratio is {@link SharpeRatio#of} them. */
  public static Trial of(String name, double[] returns) {
    return new Trial(name, SharpeRatio.of(returns).perPeriod(), returns.length, returns.clone());
  }

  /** A trial of which only the Sharpe ratio per period is known. */
  public static Trial known(String name, double sharpe, int observations) {
    return new Trial(name, sharpe, observations, new double[0]);
  }

  /** A trial that gave no figure; it counts all the same. */
  public static Trial failed(String name) {
    return known(name, Double.NaN, 0);
  }
}
