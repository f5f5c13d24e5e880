package org.tidemark.lakehouse.ingest;

import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import org.tidemark.lakehouse.ingest.ArchiveOffset.Lane;
import org.tidemark.market.Aggressor;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;

/**
 * US equity prints in LEAN's tick layout: ms since midnight New York (daylight saving applied),
 * price x 10,000. Equal rows are separate prints and all kept; rows marked suspicious are rejected,
 * as LEAN itself leaves them out.
 */
final class LeanEquityTrades implements Format {
  static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final String HEADER =
      "time_ms,price_x10000,size,exchange,sale_condition,suspicious";

  @Override
  public String name() {
    return "lean-equity-trades";
  }

  @Override
  public String describe() {
    return "US equity prints of one day, columns "
        + HEADER
        + ", ms since midnight New York; instrument and date from the name,"
        + " for example ibm_20131007_trade.csv.gz; suspicious prints are rejected";
  }

  @Override
  public IngestReader open(SourceFile file, IngestOptions options) {
    Matcher name =
        FileName.need(file, "([A-Za-z0-9.]+)_(\\d{8})_trade", "ibm_20131007_trade.csv.gz");
    InstrumentId instrument = FileName.instrument(file, options, Optional.of(name));
    LocalDay day = LocalDay.of(file.name(), name.group(2), NEW_YORK);
    RowClock clock = RowClock.sorted(Lane.TRADE);
    return Columns.reader(file, HEADER, row -> trade(instrument, day, clock, row));
  }

  private static MarketEvent trade(
      InstrumentId instrument, LocalDay day, RowClock clock, Columns row) throws RejectedRow {
    row.split();
    long time = day.epochNanos(row.nanos(0, "time_ms", 6));
    double price = row.price(1, "price_x10000", 4);
    double size = row.size(2, "size");
    Suspicion.check(row, 5);
    return new Trade(instrument, clock.offset(time), time, price, size, Aggressor.UNKNOWN);
  }
}
