package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.testkit.Prerequisite;

/** Compares rows made from real data with stored values of an independent implementation. */
final class GoldenRows {
  /** Float rounding is 6e-8; the rest covers the oracle's running sums and nine printed digits. */
  private static final double RELATIVE = 5e-7;

  private static final long MINUTE_NANOS = 60_000_000_000L;

  private GoldenRows() {}

  /** The lines of a recorded file without its header. */
  static List<String> recorded(String path) {
    Path file = Prerequisite.data().resolve(path);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .skip(1)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Real one-minute bars of BTCUSD in 2017, with missing minutes. */
  static List<Bar> bitcoinMinutes(int first, int count) {
    List<Bar> bars = new ArrayList<>();
    recorded("crypto-1m/BTCUSD_2017.csv.gz").stream()
        .skip(first)
        .limit(count)
        .forEach(line -> bars.add(bar(line, bars.size())));
    return bars;
  }

  /** Columns: timestamp_ms (open time), open, close, high, low, volume. */
  private static Bar bar(String line, int offset) {
    String[] part = line.split(",");
    long open = Long.parseLong(part[0]) * 1_000_000;
    return new Bar(
        new InstrumentId("BTCUSD"),
        offset,
        open + MINUTE_NANOS,
        open,
        Double.parseDouble(part[1]),
        Double.parseDouble(part[3]),
        Double.parseDouble(part[4]),
        Double.parseDouble(part[2]),
        Double.parseDouble(part[5]));
  }

  static List<FeatureRow> rows(FeatureSet set, List<? extends MarketEvent> log) {
    List<FeatureRow> rows = new ArrayList<>();
    Replay replay = set.start();
    log.forEach(event -> replay.on(event, rows::add, late -> {}));
    return rows;
  }

  /**
   * Compares every column of a golden file, whose first two columns are the row (from {@code
   * first}) and the time in milliseconds at which its bar opens.
   *
   * @param absolute tolerance for values that are differences of nearly equal numbers
   * @param enough rows that must have a value in each column
   */
  static void compare(
      String golden, FeatureSet set, List<FeatureRow> rows, int first, double absolute, int enough)
      throws IOException {
    List<String[]> lines;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                GoldenRows.class.getResourceAsStream("/golden/" + golden),
                StandardCharsets.UTF_8))) {
      lines = in.lines().map(line -> line.split(",")).toList();
    }
    List<String> columns = Arrays.asList(lines.get(0)).subList(2, lines.get(0).length);
    assertThat(columns).containsExactlyInAnyOrderElementsOf(set.outputNames());
    List<String> wrong = new ArrayList<>();
    Map<String, Integer> compared = new HashMap<>();
    for (String[] line : lines.subList(1, lines.size())) {
      FeatureRow row = rows.get(Integer.parseInt(line[0]) - first);
      assertThat(row.bar().openTimeNanos()).isEqualTo(Long.parseLong(line[1]) * 1_000_000);
      for (int c = 0; c < columns.size(); c++) {
        double expected = Double.parseDouble(line[c + 2]);
        double actual = row.values()[set.outputNames().indexOf(columns.get(c))];
        if (!near(actual, expected, absolute)) {
          wrong.add(columns.get(c) + " row " + line[0] + ": " + actual + " not " + expected);
        }
        compared.merge(columns.get(c), Double.isNaN(expected) ? 0 : 1, Integer::sum);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(compared.values()).as("rows with a value").allMatch(n -> n >= enough);
  }

  private static boolean near(double actual, double expected, double absolute) {
    if (Double.isNaN(expected) || Double.isNaN(actual)) {
      return Double.isNaN(expected) && Double.isNaN(actual);
    }
    return Math.abs(actual - expected) <= absolute + RELATIVE * Math.abs(expected);
  }
}
