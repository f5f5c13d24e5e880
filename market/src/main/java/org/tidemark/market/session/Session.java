package org.tidemark.market.session;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * One session: the span from open, inclusive, to close, exclusive, in which a market trades on a
 * date. Times are nanoseconds since the Unix epoch, UTC.
 *
 * @param date in the market's own zone
 * @param openNanos first instant
 * @param closeNanos first instant after it
 * @param kind whether it closes early
 */
public record Session(LocalDate date, long openNanos, long closeNanos, Kind kind)
    implements Serializable {
  /** Whether a session has its usual close. */
  public enum Kind {
    FULL,
    /** Closes early, as announced before the day. */
    HALF
  }

  public Session {
    if (openNanos >= closeNanos) {
      throw new IllegalArgumentException(
          "session " + date + " opens at " + openNanos + ", not before its close " + closeNanos);
    }
  }

  /** Whether the instant lies in [open, close). */
  public boolean contains(long timeNanos) {
    return timeNanos >= openNanos && timeNanos < closeNanos;
  }

  /**
   * How much of the session has passed: 0 at the open, 1 at the close.
   *
   * @param timeNanos from open to close, the close included
   * @throws IllegalArgumentException for any other time
   */
  public double position(long timeNanos) {
    return (double) (check(timeNanos) - openNanos) / (closeNanos - openNanos);
  }

  /**
   * Time left until the close.
   *
   * @param timeNanos from open to close, the close included
   * @throws IllegalArgumentException for any other time
   */
  public long nanosToClose(long timeNanos) {
    return closeNanos - check(timeNanos);
  }

  private long check(long timeNanos) {
    if (timeNanos < openNanos || timeNanos > closeNanos) {
      throw new IllegalArgumentException(
          "time "
              + timeNanos
              + " is not in session "
              + date
              + ", "
              + openNanos
              + " to "
              + closeNanos
              + "; ask the calendar first");
    }
    return timeNanos;
  }
}
