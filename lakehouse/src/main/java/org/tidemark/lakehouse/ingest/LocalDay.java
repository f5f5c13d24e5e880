package org.tidemark.lakehouse.ingest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * Turns wall-clock times of one day in one zone into instants, daylight saving included. A time
 * that the clock skips is rejected; one that it shows twice is taken as the earlier.
 */
final class LocalDay {
  private static final long DAY_NANOS = 86_400_000_000_000L;

  private final LocalDate date;
  private final ZoneId zone;
  private final boolean plain;
  private final long midnight;

  LocalDay(LocalDate date, ZoneId zone) {
    this.date = date;
    this.zone = zone;
    ZoneOffset before = zone.getRules().getOffset(date.atStartOfDay(zone).toInstant());
    Instant next = date.plusDays(1).atStartOfDay(zone).toInstant();
    this.plain =
        before.equals(zone.getRules().getOffset(next))
            && before.equals(zone.getRules().getOffset(next.minusSeconds(43_200)));
    this.midnight = date.toEpochDay() * DAY_NANOS - before.getTotalSeconds() * 1_000_000_000L;
  }

  /** The day that a file name states as {@code YYYYMMDD}. */
  static LocalDay of(String file, String digits, ZoneId zone) {
    try {
      return new LocalDay(LocalDate.parse(digits, DateTimeFormatter.BASIC_ISO_DATE), zone);
    } catch (DateTimeParseException e) {
      throw new IngestException(
          file + " has no date in its name: '" + digits + "' is not YYYYMMDD; rename the file", e);
    }
  }

  /** Nanoseconds since the Unix epoch of a wall-clock time given as nanoseconds since midnight. */
  long epochNanos(long nanosOfDay) throws RejectedRow {
    if (nanosOfDay < 0 || nanosOfDay >= DAY_NANOS) {
      throw new RejectedRow(
          Reason.BAD_TIME,
          "time of day " + nanosOfDay / 1_000_000 + " ms must be below 86400000 ms");
    }
    return plain
        ? midnight + nanosOfDay
        : epochNanos(LocalDateTime.of(date, LocalTime.ofNanoOfDay(nanosOfDay)), zone);
  }

  /** Nanoseconds since the Unix epoch of a wall-clock time; the year must be 1700 to 2200. */
  static long epochNanos(LocalDateTime local, ZoneId zone) throws RejectedRow {
    if (local.getYear() < 1700 || local.getYear() > 2200) {
      throw new RejectedRow(Reason.BAD_TIME, local + " must be of the years 1700 to 2200");
    }
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    if (offsets.isEmpty()) {
      throw new RejectedRow(
          Reason.BAD_TIME, local + " does not exist: the clock of " + zone + " skips it");
    }
    return local.toEpochSecond(offsets.get(0)) * 1_000_000_000L + local.getNano();
  }
}
