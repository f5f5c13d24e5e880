package org.tidemark.streaming.score;

import java.io.Serializable;
import java.util.Optional;

/**
 * Counts of rows of a fold.
 *
 * @param consumed ticks read, by their keys
 * @param valid of them taken, by their keys
 * @param dead rows of ticks that could not be used
 * @param bars rows of closed bars
 * @param ticks rows of ticks taken
 * @param newestEventNanos latest time of a tick or bar; {@link Long#MIN_VALUE} without any
 */
record FoldTotals(
    long consumed, long valid, long dead, long bars, long ticks, long newestEventNanos)
    implements Serializable {
  static final FoldTotals NONE = new FoldTotals(0, 0, 0, 0, 0, Long.MIN_VALUE);

  FoldTotals plus(FoldTotals other) {
    return new FoldTotals(
        consumed + other.consumed,
        valid + other.valid,
        dead + other.dead,
        bars + other.bars,
        ticks + other.ticks,
        Math.max(newestEventNanos, other.newestEventNanos));
  }

  /** Latest time of a tick or bar, if there is one. */
  Optional<Long> newest() {
    return newestEventNanos == Long.MIN_VALUE ? Optional.empty() : Optional.of(newestEventNanos);
  }

  /**
   * Looks whether each tick that was read is kept or dead.
   *
   * @throws IllegalStateException if one is lost or there twice
   */
  void check(long batch) {
    if (valid + dead != consumed || ticks != valid) {
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
}
