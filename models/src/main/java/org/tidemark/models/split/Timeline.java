package org.tidemark.models.split;

/**
 * The stretch of event time that labelled rows cover: all that a splitter needs to know of them.
 *
 * @param firstNanos event time of the first row
 * @param lastNanos event time of the last row (a row stands there: inclusive)
 */
public record Timeline(long firstNanos, long lastNanos) {
  public Timeline {
    if (lastNanos <= firstNanos) {
      throw new IllegalArgumentException(
          "a timeline needs two instants in order, but it runs from "
              + firstNanos
              + " to "
              + lastNanos
              + "; label more rows first");
    }
    Math.addExact(Math.subtractExact(lastNanos, firstNanos), 1);
  }

  /** Nanoseconds from the first row through the last. */
  public long lengthNanos() {
    return lastNanos - firstNanos + 1;
  }
}
