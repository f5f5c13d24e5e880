package org.tidemark.lakehouse.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.tidemark.market.Book;
import org.tidemark.market.InstrumentId;

/**
 * How many of a source's price levels a book keeps on each side, from the best, and the checks that
 * every book passes.
 *
 * @param count 1 to {@value #MOST}
 */
record Levels(int count) implements Serializable {
  static final int MOST = 1_000;

  /** What a format keeps unless it is asked for another number: what the features look at. */
  static final Levels USUAL = new Levels(10);

  Levels {
    if (count < 1 || count > MOST) {
      throw new IngestException(count + " price levels must be 1 to " + MOST);
    }
  }

  /** The name of a format that keeps this many: {@code name}, or {@code name@20}. */
  String suffixed(String name) {
    return equals(USUAL) ? name : name + "@" + count;
  }

  /**
   * The levels of one side. The first level without a price ends the side; a level beyond it makes
   * the row bad, as nobody could tell what stands between.
   *
   * @param side {@code bid} or {@code ask}, for messages
   * @param prices the text of a level's price, from level 0; empty when there is none
   * @param sizes the same for sizes
   * @param priceScale prices are in units of 10^-priceScale
   * @param sizeScale the same for sizes
   */
  List<Book.Level> side(
      String side,
      IntFunction<String> prices,
      IntFunction<String> sizes,
      int priceScale,
      int sizeScale)
      throws RejectedRow {
    List<Book.Level> levels = new ArrayList<>(count);
    boolean ended = false;
    for (int i = 0; i < count; i++) {
      String price = prices.apply(i);
      String size = sizes.apply(i);
      if (price.isEmpty() && size.isEmpty()) {
        ended = true;
      } else if (ended) {
        throw new RejectedRow(
            Reason.BAD_BOOK, side + " level " + (i + 1) + " stands beyond one that is missing");
      } else {
        levels.add(
            new Book.Level(
                NumberText.price(
                    name(side, i, "price"), price.toCharArray(), 0, price.length(), priceScale),
                NumberText.size(
                    name(side, i, "size"), size.toCharArray(), 0, size.length(), sizeScale)));
      }
    }
    return levels;
  }

  private static String name(String side, int level, String part) {
    return side + " level " + (level + 1) + " " + part;
  }

  /** The book, if it has a level and prices run away from the best. */
  static Book book(
      InstrumentId instrument,
      RowClock clock,
      long nanos,
      List<Book.Level> bids,
      List<Book.Level> asks)
      throws RejectedRow {
    if (bids.isEmpty() && asks.isEmpty()) {
      throw new RejectedRow(Reason.EMPTY_BOOK, "neither a bid nor an ask");
    }
    try {
      // Made before the clock moves: a row that is rejected must leave no trace in the offsets.
      Book.check(bids, asks);
    } catch (IllegalArgumentException e) {
      throw new RejectedRow(Reason.BAD_BOOK, e.getMessage());
    }
    return new Book(instrument, clock.offset(nanos), nanos, bids, asks);
  }
}
