package org.tidemark.market.wire;

import java.time.Duration;

/**
 * Doubts an event time that leaps ahead of its instrument's log: one broken clock would otherwise
 * make everything after it late. A leap can be genuine all the same (a halt, a long gap in a
 * record): it is believed once so many events in a row agree on the new time. The rule is the same
 * for a live feed and for a file of its lines.
 */
public final class LeapGuard {
  /** Ten days: more than the longest closing of a market. */
  public static final Duration LEAP = Duration.ofDays(10);

  /** Doubted events in a row after which a leap is believed. */
  public static final int WITNESSES = 3;

  /** The newest time of a log that has shown none. */
  public static final long NEVER = Long.MIN_VALUE;

  private final long leap;
  private final int needed;
  private long newest;
  private long suspect;
  private int witnesses;

  /** The guard of a log that has shown nothing, with the usual limits. */
  public static LeapGuard standard() {
    return new LeapGuard(LEAP, WITNESSES, NEVER, NEVER, 0);
  }

  /**
   * The guard as it was left.
   *
   * @param leap largest event time minus the newest so far that is not doubted
   * @param needed doubted events in a row after which a leap is believed
   * @param newest newest event time taken so far, or {@link #NEVER}
   * @param suspect time of the last event doubted
   * @param witnesses events in a row that agree on it, 0 for none
   */
  public LeapGuard(Duration leap, int needed, long newest, long suspect, int witnesses) {
    this.leap = leap.toNanos();
    this.needed = needed;
    this.newest = newest;
    this.suspect = suspect;
    this.witnesses = witnesses;
  }

  /** Whether a time must be doubted; counts witnesses of a new time and forgets them otherwise. */
  public boolean doubts(long time) {
    if (newest == NEVER || time - newest <= leap) {
      witnesses = 0;
      return false;
    }
    if (witnesses > 0 && Math.abs(time - suspect) <= leap) {
      if (witnesses >= needed) {
        witnesses = 0;
        return false;
      }
      witnesses++;
    } else {
      witnesses = 1;
    }
    suspect = time;
    return true;
  }

  /** Tells that an event of this time was taken. */
  public void taken(long time) {
    newest = Math.max(newest, time);
  }

  /** Newest event time taken, or {@link #NEVER}. */
  public long newest() {
    return newest;
  }

  /** Time of the last event doubted. */
  public long suspect() {
    return suspect;
  }

  /** Events in a row that agree on it. */
  public int witnesses() {
    return witnesses;
  }
}
