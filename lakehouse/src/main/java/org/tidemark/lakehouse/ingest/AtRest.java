package org.tidemark.lakehouse.ingest;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/**
 * Whether an event of the wire can rest in its table unchanged: prices and sizes as DECIMAL(38,18),
 * bars of whole seconds. A live feed refuses what cannot, so that the archive of a feed gives the
 * features that the feed gave.
 */
public final class AtRest {
  private static final int MAX_DECIMALS = 18;
  private static final int MAX_INTEGER_DIGITS = 20;
  private static final long SECOND = 1_000_000_000L;

  private AtRest() {}

  /** What keeps an event out of its table. */
  public record Problem(Reason reason, String detail) {}

  /** The first problem of an event, if there is any. */
  public static Optional<Problem> problem(MarketEvent event) {
    try {
      check(event);
      return Optional.empty();
    } catch (RejectedRow e) {
      return Optional.of(new Problem(e.reason(), e.getMessage()));
    }
  }

  static void check(MarketEvent event) throws RejectedRow {
    if (event instanceof Trade trade) {
      fits("price", trade.price());
      fits("size", trade.size());
    } else if (event instanceof Quote quote) {
      fits("bid", quote.bid());
      fits("bidSize", quote.bidSize());
      fits("ask", quote.ask());
      fits("askSize", quote.askSize());
    } else if (event instanceof Book book) {
      check("bids", book.bids());
      check("asks", book.asks());
    } else if (event instanceof Bar bar) {
      check(bar);
    }
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
    // A double has at most 17 digits, so from 0.01 on at most 18 of them are decimals.
    if (Double.isNaN(value) || value == 0 || value >= 0.01 && value < 1e20) {
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
}
