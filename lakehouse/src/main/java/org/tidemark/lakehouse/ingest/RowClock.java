package org.tidemark.lakehouse.ingest;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.tidemark.lakehouse.ingest.ArchiveOffset.Lane;

/**
 * Gives the rows of one instrument and kind their offsets in file order. It moves only when it
 * answers, so a row that is rejected elsewhere leaves no trace: ask it last.
 */
abstract class RowClock {
  /** Distinct milliseconds that an unsorted file may step back over. */
  static final int WINDOW = 65_536;

  /**
   * The offset of the next row.
   *
   * @param nanos event time; for bars the open time
   */
  abstract long offset(long nanos) throws RejectedRow;

  /** For files sorted by time: a row that steps back is rejected. */
  static RowClock sorted(Lane lane) {
    return new Sorted(lane);
  }

  /**
   * For unsorted files: counts the latest {@link #WINDOW} distinct milliseconds. A row older than
   * all of them is rejected, as its rank can no longer be known to be free.
   */
  static RowClock unsorted(Lane lane) {
    return new Unsorted(lane);
  }

  private static long offset(Lane lane, long millis, int rank) throws RejectedRow {
    if (rank > 0 && lane == Lane.BAR) {
      throw new RejectedRow(
          Reason.DUPLICATE_BAR, "a bar that opens at " + show(millis) + " came before");
    }
    if (rank > ArchiveOffset.MAX_RANK) {
      throw new RejectedRow(
          Reason.TOO_MANY_IN_MILLISECOND,
          "more than " + (ArchiveOffset.MAX_RANK + 1) + " rows at " + show(millis));
    }
    return ArchiveOffset.of(millis, lane, rank);
  }

  private static String show(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private static final class Sorted extends RowClock {
    private final Lane lane;
    private long last = Long.MIN_VALUE;
    private long lastMillis = Long.MIN_VALUE;
    private int count;

    Sorted(Lane lane) {
      this.lane = lane;
    }

    @Override
    long offset(long nanos) throws RejectedRow {
      if (nanos < last) {
        throw new RejectedRow(
            Reason.TIME_RUNS_BACK,
            "time steps back by " + (last - nanos) + " ns behind an accepted row");
      }
      long millis = Math.floorDiv(nanos, 1_000_000L);
      int rank = millis == lastMillis ? count : 0;
      long offset = RowClock.offset(lane, millis, rank);
      last = nanos;
      lastMillis = millis;
      count = rank + 1;
      return offset;
    }
  }

  private static final class Unsorted extends RowClock {
    private final Lane lane;
    private final TreeMap<Long, Integer> counts = new TreeMap<>();
    private long forgotten = Long.MIN_VALUE;

    Unsorted(Lane lane) {
      this.lane = lane;
    }

    @Override
    long offset(long nanos) throws RejectedRow {
      long millis = Math.floorDiv(nanos, 1_000_000L);
      if (millis <= forgotten) {
        throw new RejectedRow(
            Reason.TIME_RUNS_BACK,
            "older than the latest " + WINDOW + " distinct milliseconds; sort the file by time");
      }
      int rank = counts.getOrDefault(millis, 0);
      long offset = RowClock.offset(lane, millis, rank);
      counts.put(millis, rank + 1);
      if (counts.size() > WINDOW) {
        Map.Entry<Long, Integer> oldest = counts.pollFirstEntry();
        forgotten = oldest.getKey();
      }
      return offset;
    }
  }
}
