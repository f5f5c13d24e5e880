package org.tidemark.lakehouse.ingest;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tidemark.lakehouse.ingest.ArchiveOffset.Lane;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;

/**
 * US equity bars in LEAN's layout: {@code YYYYMMDD HH:MM} New York, prices x 10,000, not adjusted.
 * A daily bar spans the regular session, 09:30 to 16:00 New York; on a half day it was known a few
 * hours earlier than we say, never later. An hourly bar spans the hour it is labelled with. With a
 * map file, rows of another company that had the ticker before are rejected.
 */
final class LeanEquityBars implements Format {
  static final LeanEquityBars DAILY = new LeanEquityBars(Span.SESSION);
  static final LeanEquityBars HOURLY = new LeanEquityBars(Span.HOUR);

  private static final Pattern LABEL =
      Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d) (\\d\\d):(\\d\\d)");

  private enum Span {
    SESSION("lean-equity-daily", "date"),
    HOUR("lean-equity-hourly", "datetime");

    private final String format;
    private final String timeColumn;

    Span(String format, String timeColumn) {
      this.format = format;
      this.timeColumn = timeColumn;
    }
  }

  private final Span span;

  private LeanEquityBars(Span span) {
    this.span = span;
  }

  private String header() {
    return span.timeColumn + ",open_x10000,high_x10000,low_x10000,close_x10000,volume";
  }

  @Override
  public String name() {
    return span.format;
  }

  @Override
  public String describe() {
    return "US equity bars, columns "
        + header()
        + ", New York time, prices not adjusted; ticker from the name, for example fb.csv.gz;"
        + " rows of an earlier company of that ticker are rejected by map_files/fb.csv";
  }

  @Override
  public IngestReader open(SourceFile file, IngestOptions options) {
    Optional<Matcher> name = FileName.match(file, "([A-Za-z0-9.]+?)");
    InstrumentId instrument = FileName.instrument(file, options, name);
    // The map file speaks of the ticker in the file's name, whatever the instrument is to be
    // called.
    String ticker =
        FileName.instrument(file, name.isPresent() ? IngestOptions.none() : options, name).value();
    Optional<TickerHistory> history = history(file, options, ticker);
    RowClock clock = RowClock.sorted(Lane.BAR);
    return Columns.reader(file, header(), row -> bar(instrument, ticker, history, clock, row));
  }

  private static Optional<TickerHistory> history(
      SourceFile file, IngestOptions options, String ticker) {
    String map = "map_files/" + ticker.toLowerCase(java.util.Locale.ROOT) + ".csv";
    return options
        .mapFile()
        .or(() -> file.beside(map))
        .or(() -> file.beside("../" + map))
        .map(TickerHistory::read);
  }

  private Bar bar(
      InstrumentId instrument,
      String ticker,
      Optional<TickerHistory> history,
      RowClock clock,
      Columns row)
      throws RejectedRow {
    row.split();
    LocalDateTime label = label(row.text(0));
    double open = row.price(1, "open_x10000", 4);
    double high = row.price(2, "high_x10000", 4);
    double low = row.price(3, "low_x10000", 4);
    double close = row.price(4, "close_x10000", 4);
    double volume = row.size(5, "volume");
    if (history.isPresent()) {
      LocalDate day = label.toLocalDate();
      history
          .get()
          .check(ticker, day.getYear() * 10_000 + day.getMonthValue() * 100 + day.getDayOfMonth());
    }
    LocalDateTime from = span == Span.SESSION ? label.withHour(9).withMinute(30) : label;
    LocalDateTime to = span == Span.SESSION ? label.withHour(16) : label.plusHours(1);
    return Bars.of(
        instrument,
        clock,
        LocalDay.epochNanos(from, LeanEquityTrades.NEW_YORK),
        LocalDay.epochNanos(to, LeanEquityTrades.NEW_YORK),
        open,
        high,
        low,
        close,
        volume);
  }

  private LocalDateTime label(String text) throws RejectedRow {
    Matcher parts = LABEL.matcher(text);
    if (parts.matches()) {
      try {
        LocalDateTime time =
            LocalDateTime.of(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                Integer.parseInt(parts.group(4)),
                Integer.parseInt(parts.group(5)));
        if (span == Span.SESSION
            ? time.toLocalTime().toSecondOfDay() == 0
            : time.getMinute() == 0) {
          return time;
        }
      } catch (DateTimeException e) {
        throw new RejectedRow(Reason.BAD_TIME, "'" + text + "': " + e.getMessage());
      }
    }
    throw new RejectedRow(
        Reason.BAD_TIME,
        RejectedRow.quote(text)
            + (span == Span.SESSION ? " is not YYYYMMDD 00:00" : " is not YYYYMMDD HH:00"));
  }
}
