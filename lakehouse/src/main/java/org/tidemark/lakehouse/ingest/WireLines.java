package org.tidemark.lakehouse.ingest;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;
import org.tidemark.market.wire.Malformed;
import org.tidemark.market.wire.Parsed;
import org.tidemark.market.wire.WireReader;
import org.tidemark.market.wire.WireResult;

/**
 * Lines of the live wire format, as a stream's recorder or the simulator writes them. Instrument
 * and offset are the line's own, so offsets must rise within an instrument; a heartbeat is no
 * market datum and has no table.
 */
final class WireLines implements Format {
  private static final int MAX_DECIMALS = 18;
  private static final int MAX_INTEGER_DIGITS = 20;
  private static final long SECOND = 1_000_000_000L;

  @Override
  public String name() {
    return "wire";
  }

  @Override
  public String describe() {
    return "JSON lines of the live wire format (trades, quotes, books and bars, also mixed);"
        + " instrument and offset are those of the line";
  }

  @Override
  public IngestReader open(SourceFile file, IngestOptions options) {
    if (options.instrument().isPresent()) {
      throw new IngestException(
          file.name() + ": lines of the wire format name their instrument; leave --instrument out");
    }
    Map<InstrumentId, Long> last = new HashMap<>();
    try {
      return IngestReader.of(
          file.name(), new TextLines(file), line -> inOrder(last, event(line.text())));
    } catch (IOException e) {
      throw new IngestException(
          file.name() + " cannot be opened: " + e.getMessage() + "; check its path and rights", e);
    }
  }

  private static MarketEvent event(String line) throws RejectedRow {
    WireResult result = WireReader.read(line);
    if (result instanceof Malformed bad) {
      throw new RejectedRow(reason(bad.reason()), bad.detail());
    }
    MarketEvent event = ((Parsed) result).event();
    if (event instanceof Heartbeat) {
      throw new RejectedRow(Reason.NO_TABLE, "a heartbeat says no price, so no table keeps it");
    } else if (event instanceof Trade trade) {
      fits("price", trade.price());
      fits("size", trade.size());
    } else if (event instanceof Quote quote) {
      check(quote);
    } else if (event instanceof Book book) {
      check("bids", book.bids());
      check("asks", book.asks());
    } else if (event instanceof Bar bar) {
      check(bar);
    }
    return event;
  }

  private static void check(Quote quote) throws RejectedRow {
    fits("bid", quote.bid());
    fits("bidSize", quote.bidSize());
    fits("ask", quote.ask());
    fits("askSize", quote.askSize());
  }

  private static void check(String side, List<Book.Level> levels) throws RejectedRow {
    for (Book.Level level : levels) {
      fits(side + " price", level.price());
      fits(side + " size", level.size());
    }
  }

  private static void check(Bar bar) throws RejectedRow {
    long nanos = bar.durationNanos();
    // At the far ends of time the difference overflows to 0 or less.
    if (nanos <= 0 || nanos % SECOND != 0 || nanos / SECOND > Integer.MAX_VALUE) {
      throw new RejectedRow(
          Reason.BAD_BAR, "a bar of " + nanos + " ns must last whole seconds, 1 to 2^31 - 1");
    }
    fits("open", bar.open());
    fits("high", bar.high());
    fits("low", bar.low());
    fits("close", bar.close());
    fits("volume", bar.volume());
  }

  /** Whether a number can rest as DECIMAL(38,18) unchanged; an absent side is NaN and can. */
  private static void fits(String name, double value) throws RejectedRow {
    if (Double.isNaN(value) || value == 0) {
      return;
    }
    BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
    if (exact.scale() > MAX_DECIMALS) {
      throw new RejectedRow(
          Reason.TOO_PRECISE,
          name + " = " + value + " has more than " + MAX_DECIMALS + " decimals");
    }
    if (exact.precision() - exact.scale() > MAX_INTEGER_DIGITS) {
      throw new RejectedRow(
          Reason.TOO_LARGE,
          name + " = " + value + " has more than " + MAX_INTEGER_DIGITS + " integer digits");
    }
  }

  /** Lets an event pass whose offset rises; moves only then. */
  private static MarketEvent inOrder(Map<InstrumentId, Long> last, MarketEvent event)
      throws RejectedRow {
    long before = last.getOrDefault(event.instrument(), -1L);
    if (event.offset() <= before) {
      throw new RejectedRow(
          Reason.OFFSET_RUNS_BACK,
          "offset "
              + event.offset()
              + " must be above "
              + before
              + ", the last one taken of "
              + event.instrument());
    }
    last.put(event.instrument(), event.offset());
    return event;
  }

  private static Reason reason(org.tidemark.market.wire.Reason reason) {
    return switch (reason) {
      case MALFORMED_JSON -> Reason.BAD_JSON;
      case MISSING_FIELD -> Reason.BAD_COLUMN_COUNT;
      case UNKNOWN_TYPE -> Reason.UNKNOWN_TYPE;
      case BAD_INSTRUMENT -> Reason.UNKNOWN_INSTRUMENT;
      case BAD_OFFSET -> Reason.BAD_OFFSET;
      case NOT_A_NUMBER -> Reason.NOT_A_NUMBER;
      case NON_POSITIVE_PRICE -> Reason.NON_POSITIVE_PRICE;
      case NEGATIVE_SIZE -> Reason.NEGATIVE_SIZE;
      case BAD_AGGRESSOR -> Reason.BAD_SIDE;
      case BAD_BAR -> Reason.BAD_BAR;
      case EMPTY_QUOTE -> Reason.EMPTY_QUOTE;
      case EMPTY_BOOK -> Reason.EMPTY_BOOK;
      case BAD_BOOK -> Reason.BAD_BOOK;
    };
  }
}
