package org.tidemark.market.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Questions to the calendars, worked by hand. */
class CalendarTest {
  private static final Calendar NYSE = Calendar.named("nyse");
  private static final Calendar CONTINUOUS = Calendar.named("continuous");
  private static final long HOUR = 3_600_000_000_000L;

  private static long nanos(String instant) {
    Instant time = Instant.parse(instant);
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  @Test
  void aContinuousMarketHasOneSessionAUtcDay() {
    Session day = CONTINUOUS.session(LocalDate.of(2024, 2, 29)).orElseThrow();
    assertThat(day.openNanos()).isEqualTo(nanos("2024-02-29T00:00:00Z"));
    assertThat(day.closeNanos()).isEqualTo(nanos("2024-03-01T00:00:00Z"));
    assertThat(day.position(nanos("2024-02-29T06:00:00Z"))).isEqualTo(0.25);
    assertThat(CONTINUOUS.at(nanos("2024-02-29T23:59:59.999999999Z"))).contains(day);
    assertThat(CONTINUOUS.next(nanos("2024-02-28T00:00:00Z"))).isEqualTo(day);
    assertThat(CONTINUOUS.dateOf(-1)).isEqualTo(LocalDate.of(1969, 12, 31));
  }

  @Test
  void theOpenOfNewYorkMovesWithDaylightSaving() {
    // Clocks went forward on Sunday 2024-03-10 and back on Sunday 2024-11-03.
    assertThat(open(2024, 3, 8)).isEqualTo(nanos("2024-03-08T14:30:00Z"));
    assertThat(open(2024, 3, 11)).isEqualTo(nanos("2024-03-11T13:30:00Z"));
    assertThat(open(2024, 11, 1)).isEqualTo(nanos("2024-11-01T13:30:00Z"));
    assertThat(open(2024, 11, 4)).isEqualTo(nanos("2024-11-04T14:30:00Z"));
    // Before 2007 they went forward in April.
    assertThat(open(2006, 3, 20)).isEqualTo(nanos("2006-03-20T14:30:00Z"));
  }

  private static long open(int year, int month, int day) {
    return NYSE.session(LocalDate.of(year, month, day)).orElseThrow().openNanos();
  }

  @Test
  void theDayAfterThanksgivingIsHalf() {
    Session session = NYSE.session(LocalDate.of(2024, 11, 29)).orElseThrow();
    assertThat(session.kind()).isEqualTo(Session.Kind.HALF);
    assertThat(session.closeNanos()).isEqualTo(nanos("2024-11-29T18:00:00Z"));
    long time = session.openNanos() + 7 * HOUR / 4;
    assertThat(session.position(time)).isEqualTo(0.5);
    assertThat(session.nanosToClose(time)).isEqualTo(7 * HOUR / 4);
  }

  @Test
  void anUnannouncedEarlyCloseIsNoHalfDay() {
    Session failed = NYSE.session(LocalDate.of(2005, 6, 1)).orElseThrow();
    assertThat(failed.kind()).isEqualTo(Session.Kind.FULL);
    assertThat(failed.closeNanos()).isEqualTo(nanos("2005-06-01T19:56:00Z"));
  }

  @Test
  void outOfSessionTheDateIsThatOfTheNextSession() {
    // Thanksgiving 2024 was the 28th; the day before trades to 16:00 New York.
    assertThat(NYSE.dateOf(nanos("2024-11-27T20:59:59Z"))).isEqualTo(LocalDate.of(2024, 11, 27));
    assertThat(NYSE.dateOf(nanos("2024-11-27T21:00:00Z"))).isEqualTo(LocalDate.of(2024, 11, 29));
    assertThat(NYSE.dateOf(nanos("2024-11-29T18:00:00Z"))).isEqualTo(LocalDate.of(2024, 12, 2));
    assertThat(NYSE.isOpen(nanos("2024-11-28T16:00:00Z"))).isFalse();
    // At the very open the session is the present one, and the next is another.
    long open = nanos("2024-12-02T14:30:00Z");
    assertThat(NYSE.atOrNext(open).date()).isEqualTo(LocalDate.of(2024, 12, 2));
    assertThat(NYSE.next(open).date()).isEqualTo(LocalDate.of(2024, 12, 3));
  }

  @Test
  void newYearsDayOnASaturdayIsNotKeptOnFriday() {
    assertThat(NYSE.session(LocalDate.of(2021, 12, 31))).isPresent();
    assertThat(NYSE.session(LocalDate.of(2022, 1, 3))).isPresent();
    assertThat(NYSE.session(LocalDate.of(2023, 1, 2))).as("Sunday: Monday").isEmpty();
    assertThat(NYSE.session(LocalDate.of(2026, 7, 3))).as("Saturday: Friday").isEmpty();
  }

  @Test
  void easterFallsWhereTheChurchHasIt() {
    assertThat(List.of(1818, 1943, 2000, 2008, 2038).stream().map(NewYorkHolidays::easter))
        .containsExactly(
            LocalDate.of(1818, 3, 22),
            LocalDate.of(1943, 4, 25),
            LocalDate.of(2000, 4, 23),
            LocalDate.of(2008, 3, 23),
            LocalDate.of(2038, 4, 25));
  }

  @Test
  void errorsSayWhatIsAllowed() {
    assertThatThrownBy(() -> Calendar.named("lse")).hasMessageContaining("continuous, nyse");
    assertThatThrownBy(() -> NYSE.session(LocalDate.of(1997, 12, 31)))
        .hasMessageContaining("1998-01-01")
        .hasMessageContaining("1997-12-31");
    Session day = CONTINUOUS.session(LocalDate.EPOCH).orElseThrow();
    assertThat(day.position(day.closeNanos())).isEqualTo(1);
    assertThatThrownBy(() -> day.position(-1)).hasMessageContaining("not in session 1970-01-01");
    assertThatThrownBy(() -> new Session(LocalDate.EPOCH, 5, 5, Session.Kind.FULL))
        .hasMessageContaining("not before its close");
    for (Calendar calendar : List.of(NYSE, CONTINUOUS)) {
      assertThat(Calendar.named(calendar.id())).isEqualTo(calendar);
    }
  }
}
