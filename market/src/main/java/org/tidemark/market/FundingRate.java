package org.tidemark.market;

/**
 * A perpetual contract's funding payment.
 *
 * @param rate fraction of notional per interval, positive when longs pay shorts
 * @param intervalNanos length of the funding interval
 */
public record FundingRate(
    InstrumentId instrument, long offset, long eventTimeNanos, double rate, long intervalNanos)
    implements MarketEvent {
  public FundingRate {
    if (!Double.isFinite(rate)) {
      throw new IllegalArgumentException("funding rate = " + rate + " must be finite");
    }
  }
}
