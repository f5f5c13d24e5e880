package org.tidemark.jobs.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A time axis in UTC whose ticks stand on whole minutes, hours, days, months or years.
 *
 * @param start instant at {@code from}
 * @param end instant at {@code to}
 * @param from pixel of the start
 * @param to pixel of the end
 */
record TimeScale(Instant start, Instant end, double from, double to) {
  private static final long[] SECONDS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400,
    172800, 604800, 1209600
  };
  private static final int[] MONTHS = {1, 2, 3, 6, 12, 24, 60, 120};
  private static final long SECONDS_PER_MONTH = 2_629_746;

  TimeScale {
    if (!end.isAfter(start)) {
      end = start.plusSeconds(60);
    }
  }

  double at(Instant time) {
    return from
        + seconds(Duration.between(start, time))
            / seconds(Duration.between(start, end))
            * (to - from);
  }

  /** A tick and the words under it. */
  record Tick(Instant time, String label) {}

  List<Tick> ticks(int atMost) {
    double rough = seconds(Duration.between(start, end)) / atMost;
    for (long step : SECONDS) {
      if (step >= rough) {
        return bySeconds(step);
      }
    }
    for (int step : MONTHS) {
      if (step * SECONDS_PER_MONTH >= rough) {
        return byMonths(step);
      }
    }
    return byMonths(MONTHS[MONTHS.length - 1]);
  }

  private List<Tick> bySeconds(long step) {
    DateTimeFormatter format = format(step < 60 ? "HH:mm:ss" : step < 86400 ? "HH:mm" : "MMM d");
    DateTimeFormatter midnight = format("MMM d");
    List<Tick> ticks = new ArrayList<>();
    long first = Math.floorDiv(start.getEpochSecond() + step - 1, step) * step;
    for (long s = first; s <= end.getEpochSecond(); s += step) {
      Instant time = Instant.ofEpochSecond(s);
      if (!time.isBefore(start)) {
        ticks.add(new Tick(time, (s % 86400 == 0 ? midnight : format).format(time)));
      }
    }
    return ticks;
  }

  private List<Tick> byMonths(int step) {
    DateTimeFormatter month = format("MMM yyyy");
    DateTimeFormatter year = format("yyyy");
    ZonedDateTime from = start.atZone(ZoneOffset.UTC);
    long first = Math.floorDiv(from.getYear() * 12L + from.getMonthValue() - 1, step) * step;
    List<Tick> ticks = new ArrayList<>();
    for (long m = first; ; m += step) {
      Instant time =
          LocalDate.of((int) Math.floorDiv(m, 12), (int) Math.floorMod(m, 12L) + 1, 1)
              .atStartOfDay(ZoneOffset.UTC)
              .toInstant();
      if (time.isAfter(end)) {
        return ticks;
      }
      if (!time.isBefore(start)) {
        ticks.add(new Tick(time, (step % 12 == 0 ? year : month).format(time)));
      }
    }
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  private static double seconds(Duration d) {
    return d.getSeconds() + d.getNano() / 1e9;
  }
}
