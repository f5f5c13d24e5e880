package org.tidemark.streaming.cross;

import java.io.Serializable;

/**
 * Counts of rows of a universe.
 *
 * @param consumed ticks read, by their keys
 * @param valid of them taken, by their keys
 * @param dead rows of ticks that could not be used
 * @param made rows with features
 */
record CrossTotals(long consumed, long valid, long dead, long made) implements Serializable {
  static final CrossTotals NONE = new CrossTotals(0, 0, 0, 0);

  CrossTotals plus(CrossTotals other) {
    return new CrossTotals(
        consumed + other.consumed, valid + other.valid, dead + other.dead, made + other.made);
  }

  /**
   * Looks whether each tick that was read is taken or dead.
   *
   * @throws IllegalStateException if one is lost or there twice
   */
  void check(long batch) {
    if (valid + dead != consumed) {
      throw new IllegalStateException(
          "batch "
              + batch
              + ": "
              + valid
              + " ticks taken and "
              + dead
              + " dead are not the "
              + consumed
              + " read; nothing of it is written");
    }
  }
}
