package org.tidemark.streaming.feature;

import java.io.Serializable;
import java.time.Duration;
import org.tidemark.market.wire.LeapGuard;

/**
 * How far a venue's clock may run ahead before a tick is refused as far in the future.
 *
 * <p>Two limits, both decided by data alone. A tick is stored after it happened, so its event time
 * cannot be much later than its arrival. And the event time of an instrument does not leap by more
 * than the longest closing of its market. A leap can be genuine all the same (a halt, a long gap in
 * a record): it is believed once {@code witnesses} ticks in a row agree on the new time, and those
 * ticks are dead letters.
 *
 * @param aheadOfArrival largest event time minus arrival time
 * @param leap largest event time minus the newest event time of the instrument so far
 * @param witnesses refused ticks in a row, 1 or more, after which a leap is believed
 */
public record TickLimits(Duration aheadOfArrival, Duration leap, int witnesses)
    implements Serializable {
  public TickLimits {
    if (aheadOfArrival.isNegative() || leap.isNegative() || leap.isZero()) {
      throw new IllegalArgumentException(
          "limits " + aheadOfArrival + " ahead of arrival and " + leap + " leap must be positive");
    }
    if (witnesses < 1) {
      throw new IllegalArgumentException("witnesses = " + witnesses + " must be 1 or more");
    }
  }

  /** One minute ahead of arrival, ten days of leap (a long holiday), three witnesses. */
  public static TickLimits standard() {
    return new TickLimits(Duration.ofMinutes(1), LeapGuard.LEAP, LeapGuard.WITNESSES);
  }
}
