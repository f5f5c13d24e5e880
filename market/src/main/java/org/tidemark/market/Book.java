package org.tidemark.market;

import java.util.List;

/**
 * A snapshot of the resting orders by price level, best first.
 *
 * <p>A side without orders is an empty list. Crossed books (best bid at or above best ask) are real
 * data and allowed.
 *
 * @param bids levels from the highest price down, no price twice
 * @param asks levels from the lowest price up, no price twice
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
    check(bids, asks);
    bids = List.copyOf(bids);
    asks = List.copyOf(asks);
  }

  /**
   * Whether sides run away from the best price.
   *
   * @throws IllegalArgumentException naming the first two levels that do not
   */
  public static void check(List<Level> bids, List<Level> asks) {
    check("bid", -1, bids);
    check("ask", 1, asks);
  }

  private static void check(String side, int direction, List<Level> levels) {
    for (int i = 1; i < levels.size(); i++) {
      double before = levels.get(i - 1).price();
      double price = levels.get(i).price();
      if (!(direction * (price - before) > 0)) {
        throw new IllegalArgumentException(
            side
                + " level "
                + (i + 1)
                + " at "
                + price
                + " must be "
                + (direction < 0 ? "below" : "above")
                + " the level before it at "
                + before
                + "; give levels from the best");
      }
    }
  }
}
