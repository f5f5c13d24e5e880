package org.tidemark.features.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.testkit.Prerequisite;

/** Labels of real BTCUSD minutes against pandas; the script stands beside the golden file. */
class LabelerGoldenTest {
  private static final int STEP = 13;

  @Test
  void labelsOfRealMinutesAreThoseOfPandas() throws IOException {
    List<Bar> bars = bars();
    Map<String, List<String[]>> golden = golden();
    assertThat(golden).hasSize(11);
    for (Map.Entry<String, List<String[]>> entry : golden.entrySet()) {
      List<Label> labels = Labeler.parse(entry.getKey()).label(bars);
      List<String[]> rows = entry.getValue();
      assertThat(labels).as(entry.getKey()).hasSize(Integer.parseInt(rows.get(0)[1]));
      assertThat(rows).hasSize((labels.size() + STEP - 1) / STEP);
      for (int i = 0; i < rows.size(); i++) {
        String[] row = rows.get(i);
        Label label = labels.get(i * STEP);
        assertThat(label.eventTimeNanos()).isEqualTo(Long.parseLong(row[2]) * 1_000_000);
        assertThat(label.spanEndNanos()).isEqualTo(Long.parseLong(row[3]) * 1_000_000);
        assertThat(label.value()).as(String.join(",", row)).isEqualTo(Float.parseFloat(row[4]));
        assertThat(label.forwardReturn()).isEqualTo(Double.parseDouble(row[5])); // same bits
      }
    }
  }

  /** Logarithms of two libraries differ in the last bit, hence the tolerance. */
  @Test
  void whatLiesAheadOfRealMinutesIsThatOfPandas() throws IOException {
    List<Bar> bars = bars();
    Map<String, List<String[]>> golden = golden("forward-btcusd.csv");
    assertThat(golden).hasSize(3);
    for (Map.Entry<String, List<String[]>> entry : golden.entrySet()) {
      List<Label> labels = Labeler.parse(entry.getKey()).label(bars);
      List<String[]> rows = entry.getValue();
      assertThat(labels).as(entry.getKey()).hasSize(Integer.parseInt(rows.get(0)[1]));
      assertThat(rows).hasSize((labels.size() + STEP - 1) / STEP);
      for (int i = 0; i < rows.size(); i++) {
        String[] row = rows.get(i);
        Label label = labels.get(i * STEP);
        assertThat(label.eventTimeNanos()).isEqualTo(Long.parseLong(row[2]) * 1_000_000);
        assertThat(label.spanEndNanos()).isEqualTo(Long.parseLong(row[3]) * 1_000_000);
        assertThat((double) label.value())
            .as(String.join(",", row))
            .isCloseTo(Double.parseDouble(row[4]), within(1e-8));
        assertThat(label.forwardReturn()).isEqualTo(Double.parseDouble(row[5])); // same bits
      }
    }
  }

  private static Map<String, List<String[]>> golden() throws IOException {
    return golden("labels-btcusd.csv");
  }

  private static Map<String, List<String[]>> golden(String file) throws IOException {
    Map<String, List<String[]>> rows = new LinkedHashMap<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                LabelerGoldenTest.class.getResourceAsStream("/golden/label/" + file),
                StandardCharsets.UTF_8))) {
      in.readLine();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] cells = line.split(",");
        rows.computeIfAbsent(cells[0], id -> new ArrayList<>()).add(cells);
      }
    }
    return rows;
  }

  /** Columns: timestamp_ms (open), open, close, high, low, volume. */
  private static List<Bar> bars() throws IOException {
    long from = Instant.parse("2016-08-01T00:00:00Z").toEpochMilli();
    long to = Instant.parse("2016-08-12T00:00:00Z").toEpochMilli();
    List<Bar> bars = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(
                        Prerequisite.data().resolve("crypto-1m/BTCUSD_2016.csv.gz"))),
                StandardCharsets.UTF_8))) {
      in.readLine();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] cells = line.split(",");
        long open = Long.parseLong(cells[0]);
        if (open >= from && open < to) {
          bars.add(
              new Bar(
                  new InstrumentId("BTCUSD"),
                  bars.size(),
                  (open + 60_000) * 1_000_000,
                  open * 1_000_000,
                  Double.parseDouble(cells[1]),
                  Double.parseDouble(cells[3]),
                  Double.parseDouble(cells[4]),
                  Double.parseDouble(cells[2]),
                  Double.parseDouble(cells[5])));
        }
      }
    }
    return bars;
  }
}
