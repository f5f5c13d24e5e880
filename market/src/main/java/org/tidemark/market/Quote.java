package org.tidemark.market;

/**
 * The best bid and ask after an update. A side that the venue has never quoted is NaN with size 0.
 * Crossed quotes (bid above ask) are real data and allowed.
 *
 * @param bid price, or NaN when there is none
 * @param bidSize 0 when unknown
 * @param ask price, or NaN when there is none
 * @param askSize 0 when unknown
 */
public record Quote(
    InstrumentId instrument,
    long offset,
    long eventTimeNanos,
    double bid,
    double bidSize,
    double ask,
    double askSize)
    implements MarketEvent {
  public Quote {
    if (!Double.isNaN(bid)) {
      Positive.price("bid", bid);
    }
    if (!Double.isNaN(ask)) {
      Positive.price("ask", ask);
    }
    Positive.size("bidSize", bidSize);
    Positive.size("askSize", askSize);
  }

  /** Whether both sides are present. */
  public boolean isTwoSided() {
    return !Double.isNaN(bid) && !Double.isNaN(ask);
  }

  /** The mid price, or NaN unless both sides are present. */
  public double mid() {
    return (bid + ask) / 2;
  }

  /** Whether the bid is above the ask; false unless both sides are present. */
  public boolean isCrossed() {
    return bid > ask;
  }
}
