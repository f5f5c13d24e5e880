package org.tidemark.market;

/**
 * A position closed by force.
 *
 * @param notional quote-currency value, 0 or more
 * @param aggressor side of the forced order; {@code UNKNOWN} when the source does not say
 */
public record Liquidation(
    InstrumentId instrument, long offset, long eventTimeNanos, double notional, Aggressor aggressor)
    implements MarketEvent {
  public Liquidation {
    Positive.size("notional", notional);
  }
}
