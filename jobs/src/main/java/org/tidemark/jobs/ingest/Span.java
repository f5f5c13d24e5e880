package org.tidemark.jobs.ingest;

import java.io.Serializable;
import org.tidemark.market.MarketEvent;

/** How many events of one instrument and kind a file holds, and the stretch that they cover. */
record Span(long rows, long firstOffset, long lastOffset, long firstNanos, long lastNanos)
    implements Serializable {

  static Span of(MarketEvent event) {
    return new Span(
        1, event.offset(), event.offset(), event.eventTimeNanos(), event.eventTimeNanos());
  }

  Span plus(Span other) {
    return new Span(
        rows + other.rows,
        Math.min(firstOffset, other.firstOffset),
        Math.max(lastOffset, other.lastOffset),
        Math.min(firstNanos, other.firstNanos),
        Math.max(lastNanos, other.lastNanos));
  }

  /** Whether both have places in the arrival log that lie between those of the other. */
  boolean meetsInLog(Span other) {
    return firstOffset <= other.lastOffset && other.firstOffset <= lastOffset;
  }

  /** Whether both have event times that lie between those of the other. */
  boolean meetsInTime(Span other) {
    return firstNanos <= other.lastNanos && other.firstNanos <= lastNanos;
  }
}
