package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.testkit.Prerequisite;

/**
 * Compares all 40 bar features on real BTCUSD minutes with values that {@code
 * src/test/golden/bars40.py} made with TA-Lib, pandas, NumPy and arch.
 */
class Bars40GoldenTest {
  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final int FIRST = 173_000;
  private static final int COUNT = 6_000;

  /** Float rounding is 6e-8; the rest covers the oracle's running sums and nine printed digits. */
  private static final double RELATIVE = 5e-7;

  /** For values that are differences of nearly equal numbers around 1. */
  private static final double ABSOLUTE = 1e-11;

  private static List<Bar> realBars() throws IOException {
    Path file = Prerequisite.data().resolve("crypto-1m/BTCUSD_2017.csv.gz");
    List<Bar> bars = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      in.lines().skip(1 + FIRST).limit(COUNT).forEach(line -> bars.add(bar(line, bars.size())));
    }
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

  private static List<String[]> golden() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Bars40GoldenTest.class.getResourceAsStream("/golden/bars40.csv"),
                StandardCharsets.UTF_8))) {
      return in.lines().map(line -> line.split(",")).toList();
    }
  }

  @Test
  void equalsTheIndependentImplementationOnRealMinutes() throws IOException {
    FeatureSet set = FeatureSets.named("bars40");
    Replay replay = set.start();
    List<float[]> rows = new ArrayList<>();
    List<Bar> bars = realBars();
    bars.forEach(bar -> replay.on(bar, row -> rows.add(row.values()), late -> {}));
    assertThat(rows).hasSize(COUNT);
    List<String[]> golden = golden();
    List<String> columns = Arrays.asList(golden.get(0)).subList(2, golden.get(0).length);
    assertThat(columns).containsExactlyInAnyOrderElementsOf(set.outputNames());
    List<String> wrong = new ArrayList<>();
    Map<String, Integer> compared = new HashMap<>();
    for (String[] line : golden.subList(1, golden.size())) {
      int at = Integer.parseInt(line[0]) - FIRST;
      assertThat(bars.get(at).openTimeNanos()).isEqualTo(Long.parseLong(line[1]) * 1_000_000);
      for (int c = 0; c < columns.size(); c++) {
        double expected = Double.parseDouble(line[c + 2]);
        double actual = rows.get(at)[set.outputNames().indexOf(columns.get(c))];
        if (!near(actual, expected)) {
          wrong.add(columns.get(c) + " row " + at + ": " + actual + " not " + expected);
        }
        compared.merge(columns.get(c), Double.isNaN(expected) ? 0 : 1, Integer::sum);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(compared.values()).as("rows with a value").allMatch(n -> n >= 40);
  }

  private static boolean near(double actual, double expected) {
    if (Double.isNaN(expected) || Double.isNaN(actual)) {
      return Double.isNaN(expected) && Double.isNaN(actual);
    }
    return Math.abs(actual - expected) <= ABSOLUTE + RELATIVE * Math.abs(expected);
  }
}
