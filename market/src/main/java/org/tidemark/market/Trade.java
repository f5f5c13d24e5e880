package org.tidemark.market;

/**
 * One print. Two prints with the same time, price and size are two trades.
 *
 * @param price finite, above 0, in quote currency
 * @param size finite, 0 or more, in base units (shares, coins)
 * @param aggressor the side that crossed the spread
 */
public record Trade(
    InstrumentId instrument,
    long offset,
    long eventTimeNanos,
    double price,
    double size,
    Aggressor aggressor)
    implements MarketEvent {
  public Trade {
    Positive.price("price", price);
    Positive.size("size", size);
  }
}
