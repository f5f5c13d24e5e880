package org.tidemark.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/**
 * Recorded market data as events in memory. The folder is the system property {@code
 * tidemark.data}.
 */
record RecordedData(Path folder) {
  private static final long MILLI = 1_000_000;
  private static final long MINUTE = 60_000 * MILLI;
  private static final InstrumentId IBM = new InstrumentId("IBM");

  static RecordedData ofProperty() {
    String folder = System.getProperty("tidemark.data");
    if (folder == null) {
      throw new IllegalArgumentException("give the folder of the data as -Dtidemark.data=FOLDER");
    }
    return new RecordedData(Path.of(folder));
  }

  private void lines(String file, Consumer<String[]> line) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve(file))),
                StandardCharsets.UTF_8))) {
      in.lines().skip(1).map(text -> text.split(",")).forEach(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One-minute bars of BTCUSD in a year, as an instrument of its own. */
  List<Bar> bitcoin(int year) {
    InstrumentId id = new InstrumentId("BTCUSD." + year);
    List<Bar> bars = new ArrayList<>();
    // timestamp_ms (open time), open, close, high, low, volume
    lines(
        "crypto-1m/BTCUSD_" + year + ".csv.gz",
        part -> {
          long open = Long.parseLong(part[0]) * MILLI;
          bars.add(
              new Bar(
                  id,
                  bars.size(),
                  open + MINUTE,
                  open,
                  Double.parseDouble(part[1]),
                  Double.parseDouble(part[3]),
                  Double.parseDouble(part[4]),
                  Double.parseDouble(part[2]),
                  Double.parseDouble(part[5])));
        });
    return bars;
  }

  /** Trades of IBM in two days, and its quotes with the last bid and ask carried forward. */
  List<MarketEvent> ibm() {
    List<MarketEvent> events = new ArrayList<>();
    double[] standing = {Double.NaN, 0, Double.NaN, 0};
    for (String day : List.of("2013-10-07", "2013-10-08")) {
      String file = "us-equity-ticks/ibm_" + day.replace("-", "");
      long midnight = LocalDate.parse(day).toEpochDay() * 86_400_000 + 4 * 3_600_000;
      lines(
          file + "_quote.csv.gz",
          part -> {
            for (int side = 0; side < 4; side += 2) {
              if (!part[1 + side].equals("0")) {
                standing[side] = Long.parseLong(part[1 + side]) / 1e4;
                standing[side + 1] = Long.parseLong(part[2 + side]);
              }
            }
            long time = (midnight + Long.parseLong(part[0])) * MILLI;
            events.add(new Quote(IBM, 0, time, standing[0], standing[1], standing[2], standing[3]));
          });
      lines(
          file + "_trade.csv.gz",
          part -> {
            long time = (midnight + Long.parseLong(part[0])) * MILLI;
            double price = Long.parseLong(part[1]) / 1e4;
            events.add(new Trade(IBM, 0, time, price, Long.parseLong(part[2]), Aggressor.UNKNOWN));
          });
    }
    events.sort(Comparator.comparingLong(MarketEvent::eventTimeNanos));
    List<MarketEvent> log = new ArrayList<>();
    events.forEach(event -> log.add(at(event, log.size())));
    return log;
  }

  private static MarketEvent at(MarketEvent event, long offset) {
    if (event instanceof Quote q) {
      return new Quote(IBM, offset, q.eventTimeNanos(), q.bid(), q.bidSize(), q.ask(), q.askSize());
    }
    Trade t = (Trade) event;
    return new Trade(IBM, offset, t.eventTimeNanos(), t.price(), t.size(), t.aggressor());
  }
}
