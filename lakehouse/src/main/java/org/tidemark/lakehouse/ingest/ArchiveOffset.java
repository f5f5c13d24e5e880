package org.tidemark.lakehouse.ingest;

/**
 * The offset that an archived event gets in the arrival log of its instrument, computed from the
 * event alone, so that it does not depend on which file was ingested first and re-ingest gives the
 * same number.
 *
 * <pre>
 * offset = (event time in ms since the Unix epoch) &lt;&lt; 20 | lane &lt;&lt; 17 | rank
 * </pre>
 *
 * <p>The lane is the kind of event, so that a trade and a quote of one millisecond never share an
 * offset; within a millisecond quotes come before trades. The rank is the number of accepted rows
 * of the same instrument, kind and millisecond before it in its file: 0 to 131,071. Bars use their
 * <em>open</em> time, lane 0 and rank 0. Consequence: all rows of one instrument, kind and
 * millisecond must lie in one file, which holds for files cut by day, month or year.
 */
public final class ArchiveOffset {
  /** Bits below the milliseconds. */
  public static final int LOW_BITS = 20;

  /** Bits of the rank. */
  public static final int RANK_BITS = 17;

  /** Largest rank. */
  public static final int MAX_RANK = (1 << RANK_BITS) - 1;

  /** First millisecond beyond the range, in the year 2248; the range is symmetric about 1970. */
  public static final long LIMIT_MILLIS = 1L << (63 - LOW_BITS);

  /** The kind of event, in the order in which they stand within one millisecond. */
  public enum Lane {
    BAR,
    BOOK,
    QUOTE,
    TRADE,
    LIQUIDATION,
    FUNDING_RATE,
    OPEN_INTEREST,
    SENTIMENT
  }

  private ArchiveOffset() {}

  /**
   * The offset of an event.
   *
   * @param millis event time in ms since the Unix epoch (floor of the nanoseconds), within ±{@link
   *     #LIMIT_MILLIS}
   * @param rank 0 to {@link #MAX_RANK}
   */
  public static long of(long millis, Lane lane, int rank) {
    if (millis < -LIMIT_MILLIS || millis >= LIMIT_MILLIS) {
      throw new IllegalArgumentException(
          "event time "
              + millis
              + " ms must be within "
              + LIMIT_MILLIS
              + " ms of 1970; check the time unit");
    }
    if (rank < 0 || rank > MAX_RANK) {
      throw new IllegalArgumentException("rank = " + rank + " must be 0 to " + MAX_RANK);
    }
    return millis << LOW_BITS | (long) lane.ordinal() << RANK_BITS | rank;
  }

  /** The offset of a bar that opens at this millisecond. */
  public static long ofBar(long openMillis) {
    return of(openMillis, Lane.BAR, 0);
  }

  /** The event time in ms, for bars the open time. */
  public static long millis(long offset) {
    return offset >> LOW_BITS;
  }

  /** The kind of event. */
  public static Lane lane(long offset) {
    return Lane.values()[(int) (offset >> RANK_BITS) & 7];
  }

  /** The rank within the millisecond. */
  public static int rank(long offset) {
    return (int) offset & MAX_RANK;
  }
}
