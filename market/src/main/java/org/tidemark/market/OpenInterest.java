package org.tidemark.market;

/**
 * Contracts outstanding at a moment.
 *
 * @param value quote-currency value, 0 or more
 */
public record OpenInterest(InstrumentId instrument, long offset, long eventTimeNanos, double value)
    implements MarketEvent {
  public OpenInterest {
    Positive.size("open interest", value);
  }
}
