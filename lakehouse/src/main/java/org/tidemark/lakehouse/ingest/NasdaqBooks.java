package org.tidemark.lakehouse.ingest;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import org.tidemark.lakehouse.ingest.ArchiveOffset.Lane;
import org.tidemark.market.Book;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;

/**
 * Ten levels a side after each message of NASDAQ's ITCH feed. Most messages change no level that is
 * shown; their books are kept too, as one row gives one event.
 *
 * @param levels price levels that a book keeps on each side, at most the ten of the file
 */
record NasdaqBooks(Levels levels) implements Format {
  /** The header, with the ten levels written out. */
  static final String HEADER = header();

  /** Position of the column {@code message_type}. */
  static final int MESSAGE_TYPE = 5;

  private static final int LEVELS_IN_FILE = 10;
  private static final int FIRST_LEVEL = 17;

  NasdaqBooks {
    if (levels.count() > LEVELS_IN_FILE) {
      throw new IngestException(
          "nasdaq-itch-l10 has " + LEVELS_IN_FILE + " levels, not " + levels.count());
    }
  }

  private static String header() {
    StringBuilder header =
        new StringBuilder(
            "event_index,source_message_sequence,source_file_offset,timestamp_ns,time_seconds,"
                + "message_type,event_type,order_id,old_order_id,size,old_size,price,old_price,"
                + "execution_price,direction,stock_locate,stock");
    for (int i = 1; i <= 10; i++) {
      header.append(",ask_price_%1$d,ask_size_%1$d,bid_price_%1$d,bid_size_%1$d".formatted(i));
    }
    return header.toString();
  }

  /** What the rows of one file share. */
  record Source(InstrumentId instrument, Optional<String> stock, LocalDay day) {

    static Source of(SourceFile file, IngestOptions options) {
      Matcher name =
          FileName.need(
              file, "([A-Za-z0-9.]+)_(\\d{8})_events_l10", "aapl_20190130_events_l10.csv.gz");
      InstrumentId named = FileName.instrument(file, options, Optional.of(name));
      return new Source(
          named,
          options.instrument().isPresent() ? Optional.empty() : Optional.of(named.value()),
          LocalDay.of(file.name(), name.group(2), ZoneId.of("America/New_York")));
    }

    /** The row's time, after a look at whose row it is. */
    long nanos(Columns row) throws RejectedRow {
      if (stock.isPresent() && !stock.get().equals(row.text(16))) {
        throw new RejectedRow(
            Reason.UNKNOWN_INSTRUMENT,
            "stock = "
                + RejectedRow.quote(row.text(16))
                + " in a file of "
                + stock.get()
                + "; cut the file by stock");
      }
      return day.epochNanos(row.nanos(3, "timestamp_ns", 0));
    }
  }

  @Override
  public String name() {
    return levels.suffixed("nasdaq-itch-l10");
  }

  @Override
  public String describe() {
    return "L2 books of "
        + levels.count()
        + " levels a side after each ITCH message, columns event_index .. stock, then ask_price_1,"
        + "ask_size_1,bid_price_1,bid_size_1 to 10; ns since midnight New York; name for example"
        + " aapl_20190130_events_l10.csv.gz";
  }

  @Override
  public IngestReader open(SourceFile file, IngestOptions options) {
    Source source = Source.of(file, options);
    RowClock clock = RowClock.sorted(Lane.BOOK);
    return Columns.reader(file, HEADER, row -> book(source, clock, row));
  }

  private MarketEvent book(Source source, RowClock clock, Columns row) throws RejectedRow {
    row.split();
    long time = source.nanos(row);
    List<Book.Level> asks = side("ask", FIRST_LEVEL, row);
    List<Book.Level> bids = side("bid", FIRST_LEVEL + 2, row);
    return Levels.book(source.instrument(), clock, time, bids, asks);
  }

  private List<Book.Level> side(String side, int first, Columns row) throws RejectedRow {
    return levels.side(
        side, level -> row.text(first + 4 * level), level -> row.text(first + 4 * level + 1), 0, 0);
  }
}
