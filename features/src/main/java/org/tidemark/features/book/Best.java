package org.tidemark.features.book;

import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Book;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;

/**
 * The best bid and ask of the last usable quote or book, whichever came last. Usable is one with
 * both sides and the bid at most the ask; any other (one-sided, empty, crossed) changes nothing, so
 * what stood before goes on standing.
 */
public final class Best {
  private double bid = Double.NaN;
  private double bidSize;
  private double ask = Double.NaN;
  private double askSize;

  Best() {}

  /** Takes a quote or book in; other events change nothing. */
  void update(MarketEvent event) {
    if (event instanceof Quote quote) {
      if (isUsable(quote)) {
        set(quote.bid(), quote.bidSize(), quote.ask(), quote.askSize());
      }
    } else if (event instanceof Book book && isUsable(book)) {
      Book.Level bestBid = book.bids().get(0);
      Book.Level bestAsk = book.asks().get(0);
      set(bestBid.price(), bestBid.size(), bestAsk.price(), bestAsk.size());
    }
  }

  /** Whether both sides are there and not crossed; comparing NaN says no. */
  static boolean isUsable(Quote quote) {
    return quote.bid() <= quote.ask();
  }

  /** Whether both sides are there and not crossed. */
  static boolean isUsable(Book book) {
    return !book.bids().isEmpty()
        && !book.asks().isEmpty()
        && book.bids().get(0).price() <= book.asks().get(0).price();
  }

  private void set(double newBid, double newBidSize, double newAsk, double newAskSize) {
    bid = newBid;
    bidSize = newBidSize;
    ask = newAsk;
    askSize = newAskSize;
  }

  /** Whether a usable quote or book has been seen. */
  boolean isReady() {
    return bid <= ask;
  }

  double bidSize() {
    return bidSize;
  }

  double askSize() {
    return askSize;
  }

  /** Ask minus bid over the mid price; NaN while not ready. */
  double spread() {
    return (ask - bid) / ((bid + ask) / 2);
  }

  void save(StateWriter out) {
    out.putDouble(bid).putDouble(bidSize).putDouble(ask).putDouble(askSize);
  }

  static Best load(StateReader in) {
    Best best = new Best();
    best.set(in.getDouble(), in.getDouble(), in.getDouble(), in.getDouble());
    return best;
  }
}
