package org.tidemark.lakehouse.ingest;

import static org.tidemark.lakehouse.ingest.RejectedRow.quote;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.tidemark.lakehouse.ingest.Mapping.Unit;

/** Reads the times of one file as its mapping declares them. */
final class TimeText {
  // 1971-01-01. A number below it is almost surely of another unit than declared.
  private static final long EARLIEST_NUMBER = 31_536_000L * 1_000_000_000L;
  private static final Instant FIRST = Instant.parse("1700-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2200-12-31T23:59:59Z");
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffsetId()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final Mapping.Times times;
  private final DateTimeFormatter formatter;

  TimeText(Mapping.Times times) {
    this.times = times;
    this.formatter = times.unit() == Unit.PATTERN ? formatter(times.pattern()) : ISO;
  }

  /**
   * A formatter that refuses dates that do not exist. In strict mode {@code y} is a year of an era,
   * which market data never states, so it is read as {@code u}.
   */
  static DateTimeFormatter formatter(String pattern) {
    StringBuilder strict = new StringBuilder();
    boolean quoted = false;
    for (char c : pattern.toCharArray()) {
      quoted ^= c == '\'';
      strict.append(c == 'y' && !quoted ? 'u' : c);
    }
    return DateTimeFormatter.ofPattern(strict.toString(), Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** Nanoseconds since the Unix epoch. */
  long nanos(String text) throws RejectedRow {
    if (times.unit().power >= 0) {
      long nanos =
          NumberText.nanos("time", text.toCharArray(), 0, text.length(), times.unit().power);
      if (nanos < EARLIEST_NUMBER || nanos > LAST.getEpochSecond() * 1_000_000_000L) {
        throw new RejectedRow(
            Reason.BAD_TIME,
            "time = "
                + quote(text)
                + " as "
                + times.unit().name().toLowerCase(Locale.ROOT)
                + " is before 1971 or after 2200; is the unit right?");
      }
      return nanos;
    }
    String plain =
        times.unit() == Unit.ISO && text.length() > 10 && text.charAt(10) == ' '
            ? text.substring(0, 10) + 'T' + text.substring(11)
            : text;
    try {
      // parseBest would answer this too, but by throwing on every text without an offset.
      TemporalAccessor parsed = formatter.parse(plain);
      if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
        return nanos(Instant.from(parsed));
      }
      LocalDate date = LocalDate.from(parsed);
      return LocalDay.epochNanos(
          parsed.isSupported(ChronoField.NANO_OF_DAY)
              ? date.atTime(LocalTime.from(parsed))
              : date.atStartOfDay(),
          times.zone());
    } catch (DateTimeException e) {
      throw new RejectedRow(
          Reason.BAD_TIME, "time = " + quote(text) + " cannot be read: " + e.getMessage());
    }
  }

  private static long nanos(Instant instant) throws RejectedRow {
    if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
      throw new RejectedRow(Reason.BAD_TIME, instant + " must be of the years 1700 to 2200");
    }
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  /**
   * The time a span later, or earlier when {@code sign} is -1. Whole days are calendar days of the
   * zone, so that a day of 23 or 25 hours ends at its midnight.
   */
  long shift(long nanos, Duration span, int sign) {
    if (span.toNanos() % Duration.ofDays(1).toNanos() != 0) {
      return nanos + sign * span.toNanos();
    }
    ZoneId zone = times.zone();
    Instant moved =
        Instant.ofEpochSecond(
                Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
            .atZone(zone)
            .plusDays(sign * span.toDays())
            .toInstant();
    return moved.getEpochSecond() * 1_000_000_000L + moved.getNano();
  }
}
