package org.tidemark.lakehouse.ingest;

import org.tidemark.lakehouse.ingest.ArchiveOffset.Lane;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;

/**
 * One-minute candles of Bitfinex: open time in UTC ms, then open, close, high, low (that order) and
 * base volume. A minute without a trade has no row and gets no bar.
 */
final class BitfinexCandles implements Format {
  private static final String HEADER = "timestamp_ms,open,close,high,low,volume";
  private static final long MINUTE = 60_000_000_000L;
  // 2010-01-01: earlier than any exchange-traded coin; seconds read as milliseconds land in 1970.
  private static final long EARLIEST = 1_262_304_000_000_000_000L;

  @Override
  public String name() {
    return "bitfinex-candles";
  }

  @Override
  public String describe() {
    return "1-minute bars, columns "
        + HEADER
        + " (close before high!), UTC ms of the bar's open; missing minutes stay missing;"
        + " the instrument is the file name up to '_' unless given";
  }

  @Override
  public IngestReader open(SourceFile file, IngestOptions options) {
    InstrumentId instrument =
        FileName.instrument(file, options, FileName.match(file, "([A-Za-z0-9]+)_.*?"));
    RowClock clock = RowClock.sorted(Lane.BAR);
    return Columns.reader(file, HEADER, row -> bar(instrument, clock, row));
  }

  private static Bar bar(InstrumentId instrument, RowClock clock, Columns row) throws RejectedRow {
    row.split();
    long open = row.nanos(0, "timestamp_ms", 6);
    if (open < EARLIEST || open % MINUTE != 0) {
      throw new RejectedRow(
          Reason.BAD_TIME,
          "timestamp_ms = " + row.text(0) + " must be a whole minute of 2010 or later");
    }
    return Bars.of(
        instrument,
        clock,
        open,
        open + MINUTE,
        row.price(1, "open", 0),
        row.price(3, "high", 0),
        row.price(4, "low", 0),
        row.price(2, "close", 0),
        row.size(5, "volume"));
  }
}
