package org.tidemark.market.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every day from 1998 to 2026 against {@code golden/session/nyse.csv}, made by {@code
 * make_nyse_golden.py} from two independent calendars.
 */
class NewYorkGoldenTest {
  private static final Calendar NYSE = Calendar.named("nyse");

  @Test
  void everyDayHasTheHoursOfTheIndependentCalendars() throws IOException {
    TreeMap<LocalDate, String> golden = golden();
    assertThat(golden).hasSize(7294);
    List<String> wrong = new ArrayList<>();
    LocalDate end = LocalDate.of(2027, 1, 1);
    for (LocalDate date = LocalDate.of(1998, 1, 1); date.isBefore(end); date = date.plusDays(1)) {
      String expected = golden.getOrDefault(date, "closed");
      String actual = NYSE.session(date).map(NewYorkGoldenTest::hours).orElse("closed");
      if (!actual.equals(expected)) {
        wrong.add(date + ": " + actual + " not " + expected);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void steppingFromCloseToCloseVisitsEverySession() throws IOException {
    long time = NYSE.session(LocalDate.of(1998, 1, 2)).orElseThrow().openNanos() - 1;
    for (LocalDate date : golden().keySet()) {
      Session session = NYSE.next(time);
      assertThat(session.date()).isEqualTo(date);
      assertThat(NYSE.dateOf(time)).isEqualTo(date);
      assertThat(NYSE.at(session.openNanos())).contains(session);
      assertThat(NYSE.at(session.closeNanos() - 1)).contains(session);
      assertThat(NYSE.at(session.openNanos() - 1)).isEmpty();
      assertThat(NYSE.at(session.closeNanos())).isEmpty();
      time = session.closeNanos();
    }
  }

  private static String hours(Session session) {
    String open = Instant.ofEpochSecond(session.openNanos() / 1_000_000_000L).toString();
    String close = Instant.ofEpochSecond(session.closeNanos() / 1_000_000_000L).toString();
    return open.substring(0, 16).replace('T', ',') + "," + close.substring(11, 16);
  }

  /** Date to {@code date,open,close}, UTC. */
  private static TreeMap<LocalDate, String> golden() throws IOException {
    TreeMap<LocalDate, String> days = new TreeMap<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                NewYorkGoldenTest.class.getResourceAsStream("/golden/session/nyse.csv"),
                StandardCharsets.UTF_8))) {
      in.lines().skip(1).forEach(l -> days.put(LocalDate.parse(l.substring(0, 10)), l));
    }
    return days;
  }
}
