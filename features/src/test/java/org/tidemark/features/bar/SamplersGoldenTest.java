package org.tidemark.features.bar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.Trade;
import org.tidemark.testkit.Prerequisite;

/**
 * Compares bars of a day of real SPY prints, bit for bit, with those that {@code
 * golden/make_samplers_golden.py} made with pandas and NumPy.
 */
class SamplersGoldenTest {
  private static final InstrumentId SPY = new InstrumentId("SPY");
  // Midnight in New York, on daylight saving time.
  private static final long MIDNIGHT_MS = Instant.parse("2013-10-11T04:00:00Z").toEpochMilli();

  @Test
  void equalTheIndependentImplementationOnRealTrades() throws IOException {
    List<Trade> trades = trades();
    assertThat(trades).hasSizeGreaterThan(280_000);
    Map<String, List<String>> golden = golden();
    assertThat(golden).hasSize(6);
    golden.forEach(
        (id, rows) -> {
          List<String> bars = new ArrayList<>();
          SamplerRuns.bars(Samplers.parse(id), trades).forEach(bar -> bars.add(row(bar)));
          assertThat(bars).as(id).isEqualTo(rows);
        });
  }

  private static String row(Bar bar) {
    return String.join(
        ",",
        Long.toString(bar.offset()),
        Long.toString(bar.openTimeNanos() / 1_000),
        Long.toString(bar.eventTimeNanos() / 1_000),
        price(bar.open()),
        price(bar.high()),
        price(bar.low()),
        price(bar.close()),
        Long.toString((long) bar.volume()));
  }

  private static String price(double dollars) {
    return Long.toString(Math.round(dollars * 10_000));
  }

  /** Prints that are not marked suspicious; offsets count them. */
  private static List<Trade> trades() throws IOException {
    Path file = Prerequisite.data().resolve("us-equity-ticks/spy_20131011_trade.csv.gz");
    List<Trade> trades = new ArrayList<>();
    try (BufferedReader in = reader(new GZIPInputStream(Files.newInputStream(file)))) {
      in.readLine();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] part = line.split(",");
        if (part[5].equals("0")) {
          trades.add(
              new Trade(
                  SPY,
                  trades.size(),
                  (MIDNIGHT_MS + Long.parseLong(part[0])) * 1_000_000,
                  Long.parseLong(part[1]) / 10_000.0,
                  Long.parseLong(part[2]),
                  Aggressor.UNKNOWN));
        }
      }
    }
    return trades;
  }

  /** Rows by sampler, without its name. */
  private static Map<String, List<String>> golden() throws IOException {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    InputStream file = SamplersGoldenTest.class.getResourceAsStream("/golden/samplers.csv");
    try (BufferedReader in = reader(file)) {
      in.lines()
          .skip(1)
          .forEach(
              line -> {
                int comma = line.indexOf(',');
                rows.computeIfAbsent(line.substring(0, comma), k -> new ArrayList<>())
                    .add(line.substring(comma + 1));
              });
    }
    return rows;
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }
}
