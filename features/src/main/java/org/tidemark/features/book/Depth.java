package org.tidemark.features.book;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Book;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;

/**
 * The levels of the last usable book (as {@link Best} says); until the first one, the last usable
 * quote as a book of one level. After that quotes change nothing, so that depth never jumps between
 * one level and many. Taking an event in costs the same however deep the book is.
 */
public final class Depth {
  private List<Book.Level> bids = List.of();
  private List<Book.Level> asks = List.of();
  private boolean fromBook;
  // A quote's numbers, so that no level is made for each quote; in use while the lists are empty.
  private double bid = Double.NaN;
  private double bidSize;
  private double ask = Double.NaN;
  private double askSize;

  Depth() {}

  /** Takes a quote or book in; other events change nothing. */
  void update(MarketEvent event) {
    if (event instanceof Quote quote) {
      if (!fromBook && Best.isUsable(quote)) {
        bids = List.of();
        asks = List.of();
        bid = quote.bid();
        bidSize = quote.bidSize();
        ask = quote.ask();
        askSize = quote.askSize();
      }
    } else if (event instanceof Book book && Best.isUsable(book)) {
      fromBook = true;
      bids = book.bids();
      asks = book.asks();
    }
  }

  /** Whether a usable quote or book has been seen. */
  boolean isReady() {
    return !bids.isEmpty() || bid <= ask;
  }

  /** Number of bid levels, at most {@code limit}. */
  int bids(int limit) {
    return bids.isEmpty() ? 1 : Math.min(limit, bids.size());
  }

  /** Number of ask levels, at most {@code limit}. */
  int asks(int limit) {
    return asks.isEmpty() ? 1 : Math.min(limit, asks.size());
  }

  double bidPrice(int level) {
    return bids.isEmpty() ? bid : bids.get(level).price();
  }

  double askPrice(int level) {
    return asks.isEmpty() ? ask : asks.get(level).price();
  }

  double bidSize(int level) {
    return bids.isEmpty() ? bidSize : bids.get(level).size();
  }

  double askSize(int level) {
    return asks.isEmpty() ? askSize : asks.get(level).size();
  }

  /** Size of the best {@code limit} bid levels, from the best. */
  double bidSum(int limit) {
    double sum = 0;
    for (int i = 0; i < bids(limit); i++) {
      sum += bidSize(i);
    }
    return sum;
  }

  /** Size of the best {@code limit} ask levels, from the best. */
  double askSum(int limit) {
    double sum = 0;
    for (int i = 0; i < asks(limit); i++) {
      sum += askSize(i);
    }
    return sum;
  }

  /** Writes the best {@code limit} levels of a side. */
  void save(int limit, StateWriter out) {
    out.putInt(fromBook ? 1 : 0);
    int bidCount = isReady() ? bids(limit) : 0;
    int askCount = isReady() ? asks(limit) : 0;
    out.putInt(bidCount).putInt(askCount);
    for (int i = 0; i < bidCount; i++) {
      out.putDouble(bidPrice(i)).putDouble(bidSize(i));
    }
    for (int i = 0; i < askCount; i++) {
      out.putDouble(askPrice(i)).putDouble(askSize(i));
    }
  }

  static Depth load(StateReader in) {
    Depth depth = new Depth();
    depth.fromBook = in.getInt() == 1;
    int bidCount = in.getInt();
    int askCount = in.getInt();
    depth.bids = levels(bidCount, in);
    depth.asks = levels(askCount, in);
    return depth;
  }

  private static List<Book.Level> levels(int count, StateReader in) {
    if (count < 0 || count > in.remaining() / (2 * Double.BYTES)) {
      throw new StateException(
          "a book claims " + count + " levels; " + in.remaining() + " bytes are left");
    }
    List<Book.Level> levels = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      levels.add(new Book.Level(in.getDouble(), in.getDouble()));
    }
    return List.copyOf(levels);
  }
}
