package org.tidemark.models.split;

import java.io.Serializable;
import java.time.Instant;

/**
 * A half-open stretch of event time, {@code [fromNanos, toNanos)}, in nanoseconds since 1970 UTC.
 *
 * @param fromNanos first nanosecond inside
 * @param toNanos first nanosecond after it, above {@code fromNanos}
 */
public record Window(long fromNanos, long toNanos) implements Serializable {
  public Window {
    if (toNanos <= fromNanos) {
      throw new IllegalArgumentException(
          "a window must end after it begins, but it runs from " + fromNanos + " to " + toNanos);
    }
    Math.subtractExact(toNanos, fromNanos);
  }

  /** Whether the instant lies inside. */
  public boolean contains(long nanos) {
    return nanos >= fromNanos && nanos < toNanos;
  }

  /** Nanoseconds from beginning to end. */
  public long lengthNanos() {
    return toNanos - fromNanos;
  }

  /** The first instant inside. */
  public Instant from() {
    return instant(fromNanos);
  }

  /** The first instant after it. */
  public Instant to() {
    return instant(toNanos);
  }

  /** For people: {@code 2018-01-01T00:00:00Z to 2018-02-01T00:00:00Z}. */
  public String describe() {
    return instant(fromNanos) + " to " + instant(toNanos);
  }

  /** For people: one instant. */
  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }
}
