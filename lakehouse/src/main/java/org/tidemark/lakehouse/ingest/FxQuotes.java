package org.tidemark.lakehouse.ingest;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.tidemark.lakehouse.ingest.ArchiveOffset.Lane;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;

/**
 * Bid and ask ticks of FXCM and OANDA. FXCM's clock is UTC-05:00 all year, OANDA's is UTC. About a
 * tenth of FXCM's rows are crossed; their mid is no price, so they are rejected; a locked row (bid
 * equal to ask) is kept. No sizes. The venue is part of the instrument, {@code EURUSD.FXCM}, so
 * that two venues' streams of one pair are never mixed.
 */
final class FxQuotes implements Format {
  private static final String HEADER = "time_ms,bid,ask";
  private static final Map<String, ZoneOffset> ZONES =
      Map.of("FXCM", ZoneOffset.ofHours(-5), "OANDA", ZoneOffset.UTC);

  @Override
  public String name() {
    return "fx-quotes";
  }

  @Override
  public String describe() {
    return "bid/ask ticks of one day, columns "
        + HEADER
        + ", ms since midnight (FXCM UTC-05:00, OANDA UTC); venue, pair and date from the name,"
        + " for example fxcm_eurusd_20140501.csv.gz, as EURUSD.FXCM; crossed rows are rejected";
  }

  @Override
  public IngestReader open(SourceFile file, IngestOptions options) {
    Matcher name =
        FileName.need(file, "([A-Za-z]+)_([A-Za-z0-9]+)_(\\d{8})", "fxcm_eurusd_20140501.csv.gz");
    String venue = name.group(1).toUpperCase(Locale.ROOT);
    ZoneId zone = ZONES.get(venue);
    if (zone == null) {
      throw new IngestException(
          file.name()
              + " is of venue "
              + venue
              + ", whose clock is not known; known are "
              + String.join(", ", new TreeSet<>(ZONES.keySet()))
              + "; declare a mapping with its zone");
    }
    InstrumentId instrument =
        options
            .instrument()
            .orElseGet(
                () -> new InstrumentId(name.group(2).toUpperCase(Locale.ROOT) + "." + venue));
    LocalDay day = LocalDay.of(file.name(), name.group(3), zone);
    RowClock clock = RowClock.sorted(Lane.QUOTE);
    return Columns.reader(file, HEADER, row -> quote(instrument, day, clock, row));
  }

  private static MarketEvent quote(
      InstrumentId instrument, LocalDay day, RowClock clock, Columns row) throws RejectedRow {
    row.split();
    long time = day.epochNanos(row.nanos(0, "time_ms", 6));
    double bid = row.price(1, "bid", 0);
    double ask = row.price(2, "ask", 0);
    if (bid > ask) {
      throw new RejectedRow(Reason.CROSSED_QUOTE, "bid " + bid + " is above ask " + ask);
    }
    return new Quote(instrument, clock.offset(time), time, bid, 0, ask, 0);
  }
}
