package org.tidemark.models.evaluate;

import java.io.Serializable;
import java.time.Duration;

/**
 * How predictions become positions and positions become period returns.
 *
 * <p>Each instrument is a sleeve with an equal share of the capital. In a sleeve, decisions do not
 * overlap: one is taken at the first row, the next at the first row at or after the end of its
 * label span, and so on, whether or not a position was taken. The signal of a decision is {@code
 * (p(last class) - p(class 0)) / 2}, for two classes {@code p - 0.5}, and the estimate itself in
 * regression. Above {@code threshold} the sleeve is long its whole capital, below {@code
 * -threshold} short, else flat, until the span ends. Its return is position x forward return - cost
 * x capital traded. A position that the very next decision keeps costs nothing again; where the
 * next decision begins later than the span ends (a gap, a closed market) and at the end of the data
 * it is closed at cost.
 *
 * <p>Returns of a sleeve compound within a period, a decision counting where its span ends; a
 * period's return is the mean over the sleeves, which are brought back to equal capital after each
 * period. Periods in which no decision ends do not exist (a closed market); a flat period is 0.
 *
 * @param threshold least size of the signal that is traded, 0 or more
 * @param costBasisPoints cost of trading one unit of capital one way, 0 or more
 * @param period length of a return period, counted from 1970 UTC
 * @param periodsPerYear how many such periods a year of this market has, for annual figures; {@link
 *     Backtest#periodsPerYear} counts fewer where decisions end in fewer
 */
public record TradingRule(
    double threshold, double costBasisPoints, Duration period, double periodsPerYear)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public TradingRule {
    if (!(threshold >= 0 && Double.isFinite(threshold))) {
      throw new IllegalArgumentException("threshold = " + threshold + " must be 0 or more");
    }
    if (!(costBasisPoints >= 0 && costBasisPoints < 10_000)) {
      throw new IllegalArgumentException(
          "cost = " + costBasisPoints + " basis points must be from 0 to below 10000");
    }
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("period = " + period + " must be above 0");
    }
    if (!(periodsPerYear > 0 && Double.isFinite(periodsPerYear))) {
      throw new IllegalArgumentException(
          "periods per year = " + periodsPerYear + " must be above 0");
    }
  }

  /** For a market that never closes: a year is 365 days of 24 hours. */
  public static TradingRule aroundTheClock(
      double threshold, double costBasisPoints, Duration period) {
    return new TradingRule(
        threshold,
        costBasisPoints,
        period,
        (double) Duration.ofDays(365).toNanos() / period.toNanos());
  }
}
