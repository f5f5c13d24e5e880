package org.tidemark.market.wire;

import java.util.List;
import java.util.Map;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/** Reads lines of the wire format; whatever the input, it answers and never throws. */
public final class WireReader {
  private WireReader() {}

  /** The event in a line, or why there is none. A null line is malformed. */
  public static WireResult read(String json) {
    if (json == null) {
      return new Malformed(Reason.MALFORMED_JSON, "no text");
    }
    try {
      return new Parsed(event(FlatJson.parse(json)));
    } catch (WireException e) {
      return e.refusal();
    }
  }

  private static MarketEvent event(Map<String, String> fields) throws WireException {
    String type = need(fields, "type");
    switch (type) {
      case "trade", "quote", "book", "bar", "heartbeat":
        break;
      default:
        throw new WireException(
            Reason.UNKNOWN_TYPE,
            "type '"
                + WireException.shown(type)
                + "' must be one of trade, quote, book, bar, heartbeat");
    }
    InstrumentId instrument = instrument(fields);
    long offset = offset(fields);
    long time = nanos(fields, "eventTimeNanos");
    return switch (type) {
      case "trade" ->
          new Trade(
              instrument,
              offset,
              time,
              price(fields, "price"),
              size(fields, "size"),
              aggressor(fields));
      case "quote" -> quote(fields, instrument, offset, time);
      case "book" -> book(fields, instrument, offset, time);
      case "bar" -> bar(fields, instrument, offset, time);
      default -> new Heartbeat(instrument, offset, time);
    };
  }

  private static Quote quote(Map<String, String> fields, InstrumentId name, long offset, long time)
      throws WireException {
    double bidSize = size(fields, "bidSize");
    double askSize = size(fields, "askSize");
    double bid = side(fields, "bid", bidSize);
    double ask = side(fields, "ask", askSize);
    if (Double.isNaN(bid) && Double.isNaN(ask)) {
      throw new WireException(Reason.EMPTY_QUOTE, "neither bid nor ask");
    }
    return new Quote(name, offset, time, bid, bidSize, ask, askSize);
  }

  private static Book book(Map<String, String> fields, InstrumentId name, long offset, long time)
      throws WireException {
    List<Book.Level> bids = WireLevels.parse("bids", need(fields, "bids"));
    List<Book.Level> asks = WireLevels.parse("asks", need(fields, "asks"));
    if (bids.isEmpty() && asks.isEmpty()) {
      throw new WireException(Reason.EMPTY_BOOK, "neither bids nor asks");
    }
    try {
      return new Book(name, offset, time, bids, asks);
    } catch (IllegalArgumentException e) {
      throw new WireException(Reason.BAD_BOOK, e.getMessage());
    }
  }

  private static double side(Map<String, String> fields, String name, double size)
      throws WireException {
    return size == 0 && !fields.containsKey(name) ? Double.NaN : price(fields, name);
  }

  private static Bar bar(Map<String, String> fields, InstrumentId name, long offset, long time)
      throws WireException {
    long openTime = nanos(fields, "openTimeNanos");
    double open = price(fields, "open");
    double high = price(fields, "high");
    double low = price(fields, "low");
    double close = price(fields, "close");
    double volume = size(fields, "volume");
    try {
      return new Bar(name, offset, time, openTime, open, high, low, close, volume);
    } catch (IllegalArgumentException e) {
      throw new WireException(Reason.BAD_BAR, e.getMessage());
    }
  }

  private static InstrumentId instrument(Map<String, String> fields) throws WireException {
    String name = need(fields, "instrument");
    try {
      return new InstrumentId(name);
    } catch (IllegalArgumentException e) {
      throw new WireException(
          Reason.BAD_INSTRUMENT,
          "instrument '"
              + WireException.shown(name)
              + "' must be 1 to 64 of letters, digits and . _ : / -");
    }
  }

  private static long offset(Map<String, String> fields) throws WireException {
    String text = need(fields, "offset");
    if (Decimal.isLong(text)) {
      long offset = Long.parseLong(text);
      if (offset >= 0) {
        return offset;
      }
    }
    throw new WireException(
        Reason.BAD_OFFSET,
        "offset '" + WireException.shown(text) + "' must be an integer from 0 to 2^63 - 1");
  }

  private static long nanos(Map<String, String> fields, String name) throws WireException {
    String text = need(fields, name);
    if (!Decimal.isLong(text)) {
      throw notANumber(name, text, "a 64-bit integer");
    }
    return Long.parseLong(text);
  }

  private static double price(Map<String, String> fields, String name) throws WireException {
    return price(name, need(fields, name));
  }

  private static double size(Map<String, String> fields, String name) throws WireException {
    return size(name, need(fields, name));
  }

  static double price(String name, String text) throws WireException {
    double value = decimal(name, text);
    if (!(value > 0)) {
      throw new WireException(Reason.NON_POSITIVE_PRICE, name + " = " + value + " must be above 0");
    }
    return value;
  }

  static double size(String name, String text) throws WireException {
    double value = decimal(name, text);
    if (value < 0) {
      throw new WireException(Reason.NEGATIVE_SIZE, name + " = " + value + " must be 0 or more");
    }
    return value;
  }

  private static double decimal(String name, String text) throws WireException {
    // Double.parseDouble alone would also take " 1 ", "1d", "0x1p3" and the words
    double value = Decimal.isJsonNumber(text) ? Double.parseDouble(text) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw notANumber(name, text, "a finite decimal");
    }
    return value;
  }

  private static Aggressor aggressor(Map<String, String> fields) throws WireException {
    String text = need(fields, "aggressor");
    return switch (text) {
      case "BUY" -> Aggressor.BUY;
      case "SELL" -> Aggressor.SELL;
      case "UNKNOWN" -> Aggressor.UNKNOWN;
      default ->
          throw new WireException(
              Reason.BAD_AGGRESSOR,
              "aggressor '" + WireException.shown(text) + "' must be BUY, SELL or UNKNOWN");
    };
  }

  private static String need(Map<String, String> fields, String name) throws WireException {
    String text = fields.get(name);
    if (text == null) {
      throw new WireException(Reason.MISSING_FIELD, "no '" + name + "'");
    }
    return text;
  }

  private static WireException notANumber(String name, String text, String limit) {
    return new WireException(
        Reason.NOT_A_NUMBER, name + " '" + WireException.shown(text) + "' must be " + limit);
  }
}
