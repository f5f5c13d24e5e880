package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.cross.CrossReplay;
import org.tidemark.features.cross.CrossSet;
import org.tidemark.features.cross.Universe;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;

/**
 * Compares the cross-instrument features on recorded minutes of three coins with values that {@code
 * src/test/golden/cross.py} made with pandas and NumPy.
 */
class CrossGoldenTest {
  private static final List<String> COINS = List.of("BTCUSD", "ETHUSD", "LTCUSD");
  private static final long BEGIN = Instant.parse("2018-06-03T00:00:00Z").toEpochMilli();
  private static final long MINUTE_MILLIS = 60_000;
  private static final int MINUTES = 900;

  /** Float rounding is 6e-8; the absolute part covers differences of nearly equal sums. */
  private static boolean near(double actual, double expected) {
    return Math.abs(actual - expected) <= 1e-12 + 5e-7 * Math.abs(expected);
  }

  private static Map<String, FeatureRow> rows() {
    CrossSet set =
        CrossSets.of(Universe.parse("coins@1:" + String.join(",", COINS)), TimeBars.ofSeconds(60));
    Map<String, FeatureRow> rows = new HashMap<>();
    CrossReplay replay = set.start();
    for (String coin : COINS) {
      for (String line : GoldenRows.recorded("crypto-1m/" + coin + "_2018.csv.gz")) {
        String[] part = line.split(",");
        long open = Long.parseLong(part[0]);
        if (open >= BEGIN + (MINUTES + 1) * MINUTE_MILLIS) {
          break;
        } else if (open >= BEGIN) {
          replay.on(
              bar(coin, open, Double.parseDouble(part[2])),
              row -> rows.put(row.bar().instrument() + " " + row.bar().offset(), row),
              late -> {});
        }
      }
    }
    return rows;
  }

  private static Bar bar(String coin, long open, double close) {
    long nanos = open * 1_000_000;
    long end = nanos + MINUTE_MILLIS * 1_000_000;
    return new Bar(new InstrumentId(coin), open, end, nanos, close, close, close, close, 1);
  }

  @Test
  void equalsTheIndependentImplementationOnRealMinutes() throws IOException {
    Map<String, FeatureRow> rows = rows();
    List<String[]> lines;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                CrossGoldenTest.class.getResourceAsStream("/golden/cross.csv"),
                StandardCharsets.UTF_8))) {
      lines = in.lines().map(line -> line.split(",")).toList();
    }
    List<String> columns = Arrays.asList(lines.get(0)).subList(2, lines.get(0).length);
    assertThat(columns).isEqualTo(CrossSets.FEATURES.stream().map(f -> f.output().name()).toList());
    List<String> wrong = new ArrayList<>();
    for (String[] line : lines.subList(1, lines.size())) {
      FeatureRow row = rows.get(line[1] + " " + line[0]);
      for (int i = 0; i < columns.size(); i++) {
        double expected = Double.parseDouble(line[i + 2]);
        if (!near(row.values()[i], expected)) {
          wrong.add(
              columns.get(i)
                  + " "
                  + line[1]
                  + " "
                  + line[0]
                  + ": "
                  + row.values()[i]
                  + " not "
                  + expected);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(lines).as("rows compared").hasSizeGreaterThan(600);
    assertThat(lines.stream().filter(line -> line[1].equals("LTCUSD")))
        .as("the seldom traded coin misses minutes")
        .hasSizeBetween(100, 230);
  }
}
