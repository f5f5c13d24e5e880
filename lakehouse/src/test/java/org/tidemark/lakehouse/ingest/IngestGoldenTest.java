package org.tidemark.lakehouse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;
import org.tidemark.testkit.Prerequisite;

/**
 * Every recorded file against {@code golden/ingest_files.py}: counts by reason, the sum of event
 * times and offsets and a digest of every bit of every value in its place, national best bids and
 * offers included.
 */
class IngestGoldenTest {
  private static List<String> golden() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                IngestGoldenTest.class.getResourceAsStream("/golden/ingest_files.csv"),
                StandardCharsets.UTF_8))) {
      return in.lines().skip(1).toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyFileIsReadAsPandasReadsIt() throws IOException {
    Path data = Prerequisite.data();
    return golden().stream()
        .map(
            line -> {
              String[] cells = line.split(",", -1);
              return DynamicTest.dynamicTest(
                  cells[0], () -> assertThat(read(data, cells[0], cells[1])).isEqualTo(line));
            });
  }

  /** The golden covers every file of its folders, so that no file escapes by absence. */
  @Test
  void theGoldenCoversEveryFile() throws IOException {
    Path data = Prerequisite.data();
    List<String> files = new ArrayList<>();
    for (String folder :
        List.of(
            "crypto-1m", "us-equity-ticks", "fx-quote-ticks", "us-daily-lean", "us-hour-lean")) {
      try (Stream<Path> paths = Files.list(data.resolve(folder))) {
        paths
            .filter(path -> path.toString().endsWith(".csv.gz"))
            .forEach(path -> files.add(folder + "/" + path.getFileName()));
      }
    }
    assertThat(golden().stream().map(line -> line.split(",")[0]).toList())
        .containsExactlyInAnyOrderElementsOf(files);
  }

  /** The totals that the data's own description states; its SPY prints hold 18-20 % copies. */
  @Test
  void theGoldenAgreesWithTheDescriptionOfTheData() throws IOException {
    Map<String, Long> read = new TreeMap<>();
    long fxcm = 0;
    long crossed = 0;
    for (String line : golden()) {
      String[] cells = line.split(",", -1);
      read.merge(cells[1], Long.parseLong(cells[2]), Long::sum);
      if (cells[0].contains("fxcm")) {
        fxcm += Long.parseLong(cells[2]);
        crossed += Long.parseLong(cells[4].replace("CROSSED_QUOTE=", ""));
      }
    }
    assertThat(read)
        .containsEntry("bitfinex-candles", 2_620_959L)
        .containsEntry("lean-equity-daily", 50_828L);
    assertThat(read.get("lean-equity-trades")).isBetween(2_035_000L, 2_045_000L);
    assertThat(read.get("lean-equity-quotes")).isBetween(1_655_000L, 1_665_000L);
    assertThat(read.get("fx-quotes")).isBetween(1_855_000L, 1_865_000L);
    assertThat((double) crossed / fxcm).isBetween(0.09, 0.11);
  }

  @Test
  void equalPrintsAreAllKept() throws IOException {
    long copies = 0;
    long rows = 0;
    try (IngestReader reader =
        Formats.named("lean-equity-trades")
            .open(
                SourceFile.of(
                    Prerequisite.data().resolve("us-equity-ticks/spy_20131007_trade.csv.gz")),
                IngestOptions.none())) {
      java.util.Set<List<Object>> seen = new java.util.HashSet<>();
      while (reader.hasNext()) {
        Trade trade = (Trade) ((Accepted) reader.next()).event();
        rows++;
        copies += seen.add(List.of(trade.eventTimeNanos(), trade.price(), trade.size())) ? 0 : 1;
      }
    }
    // Without the venue, which events do not carry, a few more rows are equal than the 18-20 %.
    assertThat(rows).isEqualTo(250_601);
    assertThat((double) copies / rows).isBetween(0.18, 0.30);
  }

  private static String read(Path data, String file, String format) throws IOException {
    long times = 0;
    long offsets = 0;
    long[] bits = new long[0];
    long last = Long.MIN_VALUE;
    long row = 0;
    try (IngestReader reader =
        Formats.named(format).open(SourceFile.of(data.resolve(file)), IngestOptions.none())) {
      while (reader.hasNext()) {
        if (reader.next() instanceof Accepted accepted) {
          MarketEvent event = accepted.event();
          if (event.offset() <= last) {
            throw new AssertionError("offset does not rise at line " + accepted.line());
          }
          last = event.offset();
          row++;
          times += event.eventTimeNanos();
          offsets += event.offset();
          double[] values = values(event, format);
          bits = bits.length == 0 ? new long[values.length] : bits;
          for (int i = 0; i < values.length; i++) {
            bits[i] += row * (Double.isNaN(values[i]) ? 0 : Double.doubleToLongBits(values[i]));
          }
        }
      }
      Tally tally = reader.tally();
      assertThat(tally.headers()).isEqualTo(1);
      assertThat(tally.blanks()).isZero();
      Map<String, Long> reasons = new TreeMap<>();
      tally.rejectedBy().forEach((reason, count) -> reasons.put(reason.name(), count));
      StringBuilder line =
          new StringBuilder()
              .append(String.join(",", file, format))
              .append("," + tally.read() + "," + tally.accepted() + ",");
      line.append(String.join(";", reasons.entrySet().stream().map(Object::toString).toList()));
      line.append("," + Long.toUnsignedString(times) + "," + Long.toUnsignedString(offsets));
      for (int i = 0; i < bits.length; i++) {
        line.append(i == 0 ? ',' : ':').append(String.format("%016x", bits[i]));
      }
      return line.toString();
    }
  }

  private static double[] values(MarketEvent event, String format) {
    if (event instanceof Trade trade) {
      return new double[] {trade.price(), trade.size()};
    }
    if (event instanceof Quote quote) {
      return format.equals("fx-quotes")
          ? new double[] {quote.bid(), quote.ask()}
          : new double[] {quote.bid(), quote.bidSize(), quote.ask(), quote.askSize()};
    }
    Bar bar = (Bar) event;
    return new double[] {bar.open(), bar.high(), bar.low(), bar.close(), bar.volume()};
  }
}
