package org.tidemark.streaming.feature;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.RowShape;

/**
 * Counts of {@link FoldRows}.
 *
 * @param consumed ticks read, by their keys
 * @param valid of them taken, by their keys
 * @param dead rows of ticks that could not be used
 * @param bars rows of closed bars
 * @param ticks rows of ticks taken
 * @param newestEventNanos latest time of a tick or bar; {@link Long#MIN_VALUE} without any
 */
public record FoldTotals(
    long consumed, long valid, long dead, long bars, long ticks, long newestEventNanos)
    implements Serializable {
  /** Of no rows. */
  public static final FoldTotals NONE = new FoldTotals(0, 0, 0, 0, 0, Long.MIN_VALUE);

  /** Of both. */
  public FoldTotals plus(FoldTotals other) {
    return new FoldTotals(
        consumed + other.consumed,
        valid + other.valid,
        dead + other.dead,
        bars + other.bars,
        ticks + other.ticks,
        Math.max(newestEventNanos, other.newestEventNanos));
  }

  /** Latest time of a tick or bar, if there is one. */
  public Optional<Long> newest() {
    return newestEventNanos == Long.MIN_VALUE ? Optional.empty() : Optional.of(newestEventNanos);
  }

  /**
   * Looks whether each tick that was read is taken or dead.
   *
   * @throws IllegalStateException if one is lost or there twice
   */
  public void check(long batch) {
    demand(valid + dead == consumed, batch);
  }

  /**
   * Looks as well whether each tick that was taken is there to be kept.
   *
   * @throws IllegalStateException if one is lost or there twice
   */
  public void checkKept(long batch) {
    demand(valid + dead == consumed && ticks == valid, batch);
  }

  private void demand(boolean holds, long batch) {
    if (!holds) {
      throw new IllegalStateException(
          "batch "
              + batch
              + ": "
              + valid
              + " ticks taken and "
              + dead
              + " dead, with "
              + ticks
              + " to keep, are not the "
              + consumed
              + " read; nothing of it is written");
    }
  }

  /**
   * The row of a batch in {@code live.progress}.
   *
   * @param scored bars that somebody served
   * @param serving version or rule that did
   */
  public InternalRow progress(String query, long batch, long scored, Optional<String> serving) {
    RowShape row =
        RowShape.of(Tables.PROGRESS, new StructType())
            .with("query", query)
            .with("batch_id", batch)
            .with("consumed", consumed)
            .with("valid", valid)
            .with("dead", dead)
            .with("bars", bars)
            .with("scored", scored);
    return serving.map(who -> row.with("model_version", who)).orElse(row).only();
  }

  /** Counts rows as they come. */
  public static final class Counter {
    private static final int KIND = FoldRows.SCHEMA.fieldIndex("kind");
    private static final int EVENT_TIME = FoldRows.SCHEMA.fieldIndex("event_time_nanos");
    private static final int CONSUMED = FoldRows.SCHEMA.fieldIndex("consumed");
    private static final int VALID = FoldRows.SCHEMA.fieldIndex("valid");
    private static final UTF8String TICK = UTF8String.fromString(FoldRows.TICK);

    private long consumed;
    private long valid;
    private long dead;
    private long bars;
    private long ticks;
    private long newest = Long.MIN_VALUE;

    /**
     * Counts a row.
     *
     * @param row of {@link FoldRows#SCHEMA}
     * @return its kind
     */
    public String take(InternalRow row) {
      UTF8String name = row.getUTF8String(KIND);
      // Nearly every row is a tick: no text is made of those.
      String kind = name.equals(TICK) ? FoldRows.TICK : name.toString();
      switch (kind) {
        case FoldRows.TICK -> {
          ticks++;
          newest = Math.max(newest, row.getLong(EVENT_TIME));
        }
        case FoldRows.BAR -> {
          bars++;
          newest = Math.max(newest, row.getLong(EVENT_TIME));
        }
        case FoldRows.DEAD -> dead++;
        case FoldRows.COUNT -> {
          consumed += row.getLong(CONSUMED);
          valid += row.getLong(VALID);
        }
        default -> {} // not counted
      }
      return kind;
    }

    /** All so far. */
    public FoldTotals totals() {
      return new FoldTotals(consumed, valid, dead, bars, ticks, newest);
    }
  }
}
