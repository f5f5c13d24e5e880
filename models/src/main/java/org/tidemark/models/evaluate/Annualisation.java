package org.tidemark.models.evaluate;

import java.time.Duration;

/**
 * How many return periods a year has, for bars of any length in any market.
 *
 * <p>A mean return per period times this number is a return per year; a Sharpe ratio per period
 * times its root is one per root year, as long as period returns are not correlated.
 */
public final class Annualisation {
  private static final double DAYS_PER_YEAR = 365.25;

  private Annualisation() {}

  /** Of a market that never closes: a year is 365 days of 24 hours. */
  public static double aroundTheClock(Duration period) {
    return (double) Duration.ofDays(365).toNanos() / nanos(period);
  }

  /**
   * Of a market with sessions.
   *
   * <p>Periods up to a session's length: sessions x the periods that a session is cut into, the
   * last of which may be short (6.5 hours have 7 hourly periods). Up to a day: one per session. Of
   * a week or more: 365.25 days / period. Between a day and a week the number depends on which days
   * have sessions: use {@link #observed}.
   *
   * @param sessionsPerYear for example 252
   * @param session length of one, up to a day
   */
  public static double sessions(double sessionsPerYear, Duration session, Duration period) {
    if (!(sessionsPerYear > 0 && sessionsPerYear <= 366)) {
      throw new IllegalArgumentException(
          "sessions per year = " + sessionsPerYear + " must be above 0 and at most 366");
    }
    long day = Duration.ofDays(1).toNanos();
    if (nanos(session) > day) {
      throw new IllegalArgumentException("session = " + session + " must be at most a day");
    }
    if (nanos(period) <= nanos(session)) {
      return sessionsPerYear * Math.ceil((double) nanos(session) / nanos(period));
    }
    if (nanos(period) <= day) {
      return sessionsPerYear;
    }
    if (nanos(period) >= 7 * day) {
      return DAYS_PER_YEAR * day / nanos(period);
    }
    throw new IllegalArgumentException(
        "period = "
            + period
            + " is between a day and a week, where the number of periods depends on the calendar;"
            + " count them with Annualisation.observed");
  }

  /**
   * As observed: periods after the first / years of 365.25 days from the first end to the last.
   * Right for any bars (by time, by tick, by volume) and any calendar, once they span some months.
   *
   * @param periodEndNanos increasing, two or more; {@link Backtest#periodEndNanos} for example
   */
  public static double observed(long[] periodEndNanos) {
    int n = periodEndNanos.length;
    if (n < 2) {
      throw new IllegalArgumentException(
          n + " period ends do not say how many a year has; give two or more");
    }
    long span = periodEndNanos[n - 1] - periodEndNanos[0];
    if (span <= 0) {
      throw new IllegalArgumentException("period ends span " + span + " ns; they must increase");
    }
    return (n - 1) * DAYS_PER_YEAR * Duration.ofDays(1).toNanos() / span;
  }

  private static long nanos(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("duration = " + duration + " must be above 0");
    }
    return duration.toNanos();
  }
}
