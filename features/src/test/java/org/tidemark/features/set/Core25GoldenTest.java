package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Book;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/**
 * Compares the volume and book features of core65 on real trades, quotes and books with values that
 * {@code src/test/golden/core25.py} made with pandas and NumPy.
 */
class Core25GoldenTest {
  private static final InstrumentId IBM = new InstrumentId("IBM");
  private static final InstrumentId AAPL = new InstrumentId("AAPL");

  private static FeatureSet set(Duration bar, Predicate<String> requirement) {
    return new FeatureSet(
        "core",
        FeatureSets.core65(bar).features().stream()
            .filter(f -> requirement.test(f.doc().requirements().get(0)))
            .toList(),
        new TimeBars(bar),
        Duration.ZERO);
  }

  /** Milliseconds after midnight in New York, four hours behind UTC. */
  private static long nanos(String day, String millis) {
    long midnight = java.time.LocalDate.parse(day).toEpochDay() * 86_400_000 + 4 * 3_600_000;
    return (midnight + Long.parseLong(millis)) * 1_000_000;
  }

  /** Two days of trades and of quotes whose last bid and ask are carried forward. */
  private static List<MarketEvent> ibm() {
    List<MarketEvent> events = new ArrayList<>();
    double[] standing = {Double.NaN, 0, Double.NaN, 0};
    for (String day : List.of("2013-10-07", "2013-10-08")) {
      String file = "us-equity-ticks/ibm_" + day.replace("-", "");
      for (String line : GoldenRows.recorded(file + "_quote.csv.gz")) {
        String[] part = line.split(",");
        for (int side = 0; side < 4; side += 2) {
          if (!part[1 + side].equals("0")) {
            standing[side] = Long.parseLong(part[1 + side]) / 1e4;
            standing[side + 1] = Long.parseLong(part[2 + side]);
          }
        }
        long time = nanos(day, part[0]);
        events.add(new Quote(IBM, 0, time, standing[0], standing[1], standing[2], standing[3]));
      }
      for (String line : GoldenRows.recorded(file + "_trade.csv.gz")) {
        String[] part = line.split(",");
        double price = Long.parseLong(part[1]) / 1e4;
        long size = Long.parseLong(part[2]);
        events.add(new Trade(IBM, 0, nanos(day, part[0]), price, size, Aggressor.UNKNOWN));
      }
    }
    events.sort(Comparator.comparingLong(MarketEvent::eventTimeNanos));
    List<MarketEvent> log = new ArrayList<>();
    for (MarketEvent e : events) {
      long offset = log.size();
      long time = e.eventTimeNanos();
      if (e instanceof Quote q) {
        log.add(new Quote(IBM, offset, time, q.bid(), q.bidSize(), q.ask(), q.askSize()));
      } else if (e instanceof Trade t) {
        log.add(new Trade(IBM, offset, time, t.price(), t.size(), t.aggressor()));
      }
    }
    return log;
  }

  /** Executions, and the book after each event. */
  private static List<MarketEvent> aapl() {
    long midnight = java.time.Instant.parse("2019-01-30T05:00:00Z").getEpochSecond();
    List<MarketEvent> log = new ArrayList<>();
    for (String line : GoldenRows.recorded("nasdaq-itch-l10/aapl_20190130_events_l10.csv.gz")) {
      String[] part = line.split(",");
      long time = midnight * 1_000_000_000 + Long.parseLong(part[3]);
      if (part[6].equals("4")) {
        double price = Double.parseDouble(part[13].isEmpty() ? part[11] : part[13]);
        Aggressor side = part[14].equals("1") ? Aggressor.SELL : Aggressor.BUY;
        log.add(new Trade(AAPL, log.size(), time, price, Double.parseDouble(part[9]), side));
      }
      log.add(new Book(AAPL, log.size(), time, levels(part, 19), levels(part, 17)));
    }
    return log;
  }

  private static List<Book.Level> levels(String[] part, int first) {
    List<Book.Level> levels = new ArrayList<>();
    for (int at = first; at < first + 40; at += 4) {
      levels.add(new Book.Level(Double.parseDouble(part[at]), Double.parseDouble(part[at + 1])));
    }
    return levels;
  }

  @Test
  void tradesAndQuotesOfTwoDays() throws IOException {
    FeatureSet set = set(Duration.ofMinutes(1), id -> id.startsWith("V") || id.startsWith("O"));
    assertThat(set.width()).isEqualTo(25);
    List<FeatureRow> rows = GoldenRows.rows(set, ibm());
    GoldenRows.compare("core25-ibm.csv", set, rows, 0, 1e-11, 25);
  }

  @Test
  void executionsWithASideAndBooksOfTenLevels() throws IOException {
    FeatureSet set =
        set(Duration.ofMillis(100), id -> id.startsWith("O") || Set.of("V15").contains(id));
    List<FeatureRow> rows = GoldenRows.rows(set, aapl());
    GoldenRows.compare("core11-aapl.csv", set, rows, 0, 1e-11, 60);
  }
}
