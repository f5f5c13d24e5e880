package org.tidemark.market.wire;

import java.io.IOException;
import java.util.Iterator;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/** Writes market events in the wire format; {@link WireReader} gives back the same bits. */
public final class WireWriter {
  private WireWriter() {}

  /**
   * One event as one line, without a line end.
   *
   * @throws IllegalArgumentException for a kind of event that the wire does not carry, a negative
   *     offset, a quote with a size on a side without a price, a quote or book with neither side,
   *     or a book of so many levels that no reader would take the line
   */
  public static String write(MarketEvent event) {
    if (event.offset() < 0) {
      throw new IllegalArgumentException(
          event.instrument() + ": offset = " + event.offset() + " must be 0 or more");
    }
    StringBuilder out = new StringBuilder(192);
    if (event instanceof Trade trade) {
      start(out, "trade", event);
      decimal(out, "price", trade.price());
      decimal(out, "size", trade.size());
      out.append(",\"aggressor\":\"").append(trade.aggressor().name()).append('"');
    } else if (event instanceof Quote quote) {
      if (Double.isNaN(quote.bid()) && Double.isNaN(quote.ask())) {
        throw empty(event);
      }
      start(out, "quote", event);
      side(out, "bid", quote.bid(), quote.bidSize(), quote);
      side(out, "ask", quote.ask(), quote.askSize(), quote);
    } else if (event instanceof Book book) {
      if (book.bids().isEmpty() && book.asks().isEmpty()) {
        throw empty(event);
      }
      start(out, "book", event);
      out.append(",\"bids\":\"");
      WireLevels.append(out, book.bids());
      out.append("\",\"asks\":\"");
      WireLevels.append(out, book.asks());
      out.append('"');
      if (out.length() >= FlatJson.MAX_LENGTH) {
        throw new IllegalArgumentException(
            event.instrument()
                + ": a book of "
                + (book.bids().size() + book.asks().size())
                + " levels makes a line of more than "
                + FlatJson.MAX_LENGTH
                + " characters; keep fewer levels; offset "
                + event.offset());
      }
    } else if (event instanceof Bar bar) {
      start(out, "bar", event);
      out.append(",\"openTimeNanos\":").append(bar.openTimeNanos());
      decimal(out, "open", bar.open());
      decimal(out, "high", bar.high());
      decimal(out, "low", bar.low());
      decimal(out, "close", bar.close());
      decimal(out, "volume", bar.volume());
    } else if (event instanceof Heartbeat) {
      start(out, "heartbeat", event);
    } else {
      throw new IllegalArgumentException(
          "the wire carries trades, quotes, books, bars and heartbeats, not "
              + event.getClass().getSimpleName());
    }
    return out.append('}').toString();
  }

  /** All events, each with a line feed after it; returns their number. */
  public static long writeAll(Iterator<? extends MarketEvent> events, Appendable out)
      throws IOException {
    long count = 0;
    for (; events.hasNext(); count++) {
      out.append(write(events.next())).append('\n');
    }
    return count;
  }

  private static IllegalArgumentException empty(MarketEvent event) {
    return new IllegalArgumentException(
        event.instrument()
            + ": neither a bid nor an ask; leave the event at offset "
            + event.offset()
            + " out");
  }

  private static void start(StringBuilder out, String type, MarketEvent event) {
    // instrument names need no escape: letters, digits and . _ : / -
    out.append("{\"type\":\"")
        .append(type)
        .append("\",\"instrument\":\"")
        .append(event.instrument().value())
        .append("\",\"offset\":")
        .append(event.offset())
        .append(",\"eventTimeNanos\":")
        .append(event.eventTimeNanos());
  }

  private static void side(StringBuilder out, String name, double price, double size, Quote quote) {
    if (!Double.isNaN(price)) {
      decimal(out, name, price);
    } else if (size != 0) {
      throw new IllegalArgumentException(
          quote.instrument()
              + ": "
              + name
              + "Size = "
              + size
              + " without a price must be 0; offset "
              + quote.offset());
    }
    decimal(out, name + "Size", size);
  }

  private static void decimal(StringBuilder out, String name, double value) {
    out.append(",\"").append(name).append("\":\"");
    Decimal.append(out, value);
    out.append('"');
  }
}
