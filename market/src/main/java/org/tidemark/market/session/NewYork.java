package org.tidemark.market.session;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Regular hours of the New York Stock Exchange since 1998: 09:30 to 16:00 New York time, daylight
 * saving included, without weekends, {@link NewYorkHolidays} and the closures below; half days end
 * at 13:00.
 *
 * <p>Half days by rule: the Friday after Thanksgiving; 24 December and 3 July when they fall on
 * Monday to Thursday. A day that follows no rule is listed here. Trading before the open and after
 * the close, the print of the closing auction included when it comes after 16:00:00, is out of
 * session. Trading halts within a day are no part of a calendar.
 *
 * <p>Sources: NYSE Rule 7.2 (holidays) and the exchange's yearly "Holidays and Trading Hours";
 * checked day by day against pandas_market_calendars and exchange_calendars. Those two differ on
 * 1999-12-31, where the recorded SPY trades end at 13:00, and only the first knows late openings.
 * Days to come follow the rules of today.
 */
public record NewYork() implements Calendar {
  static final String ID = "nyse";

  private static final ZoneId ZONE = ZoneId.of("America/New_York");
  private static final LocalDate FIRST = LocalDate.of(1998, 1, 1);
  private static final LocalTime OPEN = LocalTime.of(9, 30);
  private static final LocalTime CLOSE = LocalTime.of(16, 0);
  private static final LocalTime EARLY = LocalTime.of(13, 0);

  private static final Set<LocalDate> CLOSED =
      Set.of(
          LocalDate.of(2001, 9, 11), // attack on the World Trade Center, to 14 September
          LocalDate.of(2001, 9, 12),
          LocalDate.of(2001, 9, 13),
          LocalDate.of(2001, 9, 14),
          LocalDate.of(2004, 6, 11), // funeral of President Reagan
          LocalDate.of(2007, 1, 2), // funeral of President Ford
          LocalDate.of(2012, 10, 29), // hurricane Sandy, two days
          LocalDate.of(2012, 10, 30),
          LocalDate.of(2018, 12, 5), // funeral of President G. H. W. Bush
          LocalDate.of(2025, 1, 9)); // funeral of President Carter

  private static final Map<LocalDate, LocalTime> OPENS =
      Map.of(
          LocalDate.of(2001, 9, 17), LocalTime.of(9, 33), // silence for the dead of 11 September
          LocalDate.of(2001, 10, 8), LocalTime.of(9, 31), // silence for the troops
          LocalDate.of(2002, 9, 11), LocalTime.of(12, 0), // memorial of 11 September
          LocalDate.of(2003, 3, 20), LocalTime.of(9, 32), // silence for the troops
          LocalDate.of(2004, 6, 7), LocalTime.of(9, 32), // silence for President Reagan
          LocalDate.of(2006, 12, 27), LocalTime.of(9, 32)); // silence for President Ford

  private static final Map<LocalDate, LocalTime> CLOSES =
      Map.of(
          LocalDate.of(1999, 12, 31), EARLY,
          LocalDate.of(2002, 7, 3), CLOSE, // that year the day after the holiday was the half one
          LocalDate.of(2002, 7, 5), EARLY,
          LocalDate.of(2003, 12, 26), EARLY,
          LocalDate.of(2005, 6, 1), LocalTime.of(15, 56)); // systems failed; not announced

  @Override
  public String id() {
    return ID;
  }

  @Override
  public ZoneId zone() {
    return ZONE;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException before 1998, when other rules held
   */
  @Override
  public Optional<Session> session(LocalDate date) {
    if (date.isBefore(FIRST)) {
      throw new IllegalArgumentException(
          "calendar " + ID + " begins on " + FIRST + "; it has no rules for " + date);
    }
    if (date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0
        || CLOSED.contains(date)
        || NewYorkHolidays.of(date.getYear()).contains(date)) {
      return Optional.empty();
    }
    LocalTime close = CLOSES.getOrDefault(date, isHalfByRule(date) ? EARLY : CLOSE);
    return Optional.of(
        new Session(
            date,
            nanos(date, OPENS.getOrDefault(date, OPEN)),
            nanos(date, close),
            close.equals(EARLY) ? Session.Kind.HALF : Session.Kind.FULL));
  }

  private static boolean isHalfByRule(LocalDate date) {
    return switch (date.getMonth()) {
      case JULY -> date.getDayOfMonth() == 3; // a Friday would be the holiday
      case NOVEMBER -> date.minusDays(1).equals(NewYorkHolidays.thanksgiving(date.getYear()));
      case DECEMBER -> date.getDayOfMonth() == 24; // a Friday would be the holiday
      default -> false;
    };
  }

  private static long nanos(LocalDate date, LocalTime time) {
    return Math.multiplyExact(ZonedDateTime.of(date, time, ZONE).toEpochSecond(), 1_000_000_000L);
  }
}
