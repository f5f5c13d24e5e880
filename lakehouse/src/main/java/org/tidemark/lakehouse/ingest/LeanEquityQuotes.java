package org.tidemark.lakehouse.ingest;

import java.util.Optional;
import java.util.regex.Matcher;
import org.tidemark.lakehouse.ingest.ArchiveOffset.Lane;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;

/**
 * US equity quotes in LEAN's tick layout: each row moves one side of one venue; the other side is
 * {@code 0,0}, which means "no change". Every accepted row becomes one quote: the national best bid
 * and offer after it. Locked and crossed bests are real and kept.
 */
final class LeanEquityQuotes implements Format {
  private static final String HEADER =
      "time_ms,bid_price_x10000,bid_size,ask_price_x10000,ask_size,exchange,quote_condition,"
          + "suspicious";

  @Override
  public String name() {
    return "lean-equity-quotes";
  }

  @Override
  public String describe() {
    return "US equity quotes of one day, columns "
        + HEADER
        + "; one-sided rows per venue become the national best bid and offer after each row;"
        + " instrument and date from the name, for example ibm_20131007_quote.csv.gz";
  }

  @Override
  public IngestReader open(SourceFile file, IngestOptions options) {
    Matcher name =
        FileName.need(file, "([A-Za-z0-9.]+)_(\\d{8})_quote", "ibm_20131007_quote.csv.gz");
    InstrumentId instrument = FileName.instrument(file, options, Optional.of(name));
    LocalDay day = LocalDay.of(file.name(), name.group(2), LeanEquityTrades.NEW_YORK);
    RowClock clock = RowClock.sorted(Lane.QUOTE);
    NationalBest best = new NationalBest();
    return Columns.reader(file, HEADER, row -> quote(instrument, day, clock, best, row));
  }

  private static MarketEvent quote(
      InstrumentId instrument, LocalDay day, RowClock clock, NationalBest best, Columns row)
      throws RejectedRow {
    row.split();
    long time = day.epochNanos(row.nanos(0, "time_ms", 6));
    double bid = side(row, 1, "bid_price_x10000");
    double bidSize = row.size(2, "bid_size");
    double ask = side(row, 3, "ask_price_x10000");
    double askSize = row.size(4, "ask_size");
    char venue = row.letter(5);
    if (venue < 'A' || venue > 'Z') {
      throw new RejectedRow(
          Reason.UNKNOWN_VENUE,
          "exchange = " + RejectedRow.quote(row.text(5)) + " must be one letter A to Z");
    }
    if (bid == 0 && ask == 0) {
      throw new RejectedRow(Reason.EMPTY_QUOTE, "neither a bid nor an ask");
    }
    Suspicion.check(row, 7);
    long offset = clock.offset(time);
    if (bid > 0) {
      best.bid(venue, bid, bidSize);
    }
    if (ask > 0) {
      best.ask(venue, ask, askSize);
    }
    return best.quote(instrument, offset, time);
  }

  /** A price, or 0 for "no change". */
  private static double side(Columns row, int column, String name) throws RejectedRow {
    double price = row.number(column, name, 4);
    if (price < 0) {
      throw new RejectedRow(
          Reason.NON_POSITIVE_PRICE, name + " = " + row.text(column) + " must be 0 or more");
    }
    return price;
  }
}
