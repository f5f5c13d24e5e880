package org.tidemark.market.session;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.temporal.TemporalAdjusters.dayOfWeekInMonth;
import static java.time.temporal.TemporalAdjusters.lastInMonth;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The full holidays of the New York Stock Exchange by rule, from 1998 (NYSE Rule 7.2): one that
 * falls on a Saturday is kept on the Friday before, on a Sunday on the Monday after. New Year's Day
 * on a Saturday is not kept at all, because the Friday ends the year's accounts.
 */
final class NewYorkHolidays {
  private NewYorkHolidays() {}

  /** Weekdays of the year without trading; one-off closures are not among them. */
  static List<LocalDate> of(int year) {
    List<LocalDate> days = new ArrayList<>();
    // A Saturday gives 31 December of the year before: not of this year, so not kept.
    days.add(observed(LocalDate.of(year, 1, 1)));
    days.add(LocalDate.of(year, 1, 1).with(dayOfWeekInMonth(3, MONDAY))); // M. L. King Jr.
    days.add(LocalDate.of(year, 2, 1).with(dayOfWeekInMonth(3, MONDAY))); // Presidents
    days.add(easter(year).minusDays(2)); // Good Friday
    days.add(LocalDate.of(year, 5, 1).with(lastInMonth(MONDAY))); // Memorial Day
    if (year >= 2022) {
      days.add(observed(LocalDate.of(year, 6, 19))); // Juneteenth
    }
    days.add(observed(LocalDate.of(year, 7, 4)));
    days.add(LocalDate.of(year, 9, 1).with(dayOfWeekInMonth(1, MONDAY))); // Labor Day
    days.add(thanksgiving(year));
    days.add(observed(LocalDate.of(year, 12, 25)));
    return days;
  }

  /** The fourth Thursday of November. */
  static LocalDate thanksgiving(int year) {
    return LocalDate.of(year, 11, 1).with(dayOfWeekInMonth(4, THURSDAY));
  }

  private static LocalDate observed(LocalDate day) {
    return switch (day.getDayOfWeek()) {
      case SATURDAY -> day.minusDays(1);
      case SUNDAY -> day.plusDays(1);
      default -> day;
    };
  }

  /**
   * Easter Sunday, by the Gregorian algorithm of Butcher (Meeus 1998, "Astronomical Algorithms",
   * chapter 8); names are his.
   */
  static LocalDate easter(int year) {
    int a = year % 19;
    int b = year / 100;
    int c = year % 100;
    int f = (b + 8) / 25;
    int g = (b - f + 1) / 3;
    int h = (19 * a + b - b / 4 - g + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return LocalDate.of(year, n / 31, n % 31 + 1);
  }
}
