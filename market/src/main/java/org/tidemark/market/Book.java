package org.tidemark.market;

import java.util.List;

/**
 * A snapshot of the resting orders by price level, best first.
 *
 * @param bids levels from the highest price down
 * @param asks levels from the lowest price up
 */
public record Book(
    InstrumentId instrument, long offset, long eventTimeNanos, List<Level> bids, List<Level> asks)
    implements MarketEvent {

  /** One price level: total resting size at a price. */
  public record Level(double price, double size) implements java.io.Serializable {
    public Level {
      Positive.price("level price", price);
      Positive.size("level size", size);
    }
  }

  public Book {
    bids = List.copyOf(bids);
    asks = List.copyOf(asks);
  }
}
