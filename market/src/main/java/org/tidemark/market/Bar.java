package org.tidemark.market;

/**
 * Open, high, low, close and volume over a span of time. A bar is known when it closes: its event
 * time is the end of the span.
 *
 * @param offset offset of the last event inside the bar (of the bar itself for vendor bars)
 * @param eventTimeNanos end of the span, exclusive; when the bar became known
 * @param openTimeNanos start of the span, inclusive
 * @param volume base units traded; 0 for bars made of quotes
 */
public record Bar(
    InstrumentId instrument,
    long offset,
    long eventTimeNanos,
    long openTimeNanos,
    double open,
    double high,
    double low,
    double close,
    double volume)
    implements MarketEvent {
  public Bar {
    Positive.price("open", open);
    Positive.price("high", high);
    Positive.price("low", low);
    Positive.price("close", close);
    Positive.size("volume", volume);
    if (low > Math.min(open, close) || high < Math.max(open, close)) {
      throw new IllegalArgumentException(
          "open "
              + open
              + " and close "
              + close
              + " must lie within low "
              + low
              + " and high "
              + high);
    }
    if (openTimeNanos >= eventTimeNanos) {
      throw new IllegalArgumentException(
          "a bar opens at " + openTimeNanos + " before it closes at " + eventTimeNanos);
    }
  }

  /** Length of the span in nanoseconds. */
  public long durationNanos() {
    return eventTimeNanos - openTimeNanos;
  }
}
