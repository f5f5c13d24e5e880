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
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;
import org.tidemark.testkit.Prerequisite;
import org.tidemark.testkit.ValueDigest;

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
        .filter(line -> !line.split(",")[0].endsWith(".parquet"))
        .map(
            line -> {
              String[] cells = line.split(",", -1);
              return DynamicTest.dynamicTest(
                  cells[0] + " as " + cells[1],
                  () -> assertThat(read(data, cells[0], cells[1])).isEqualTo(line));
            });
  }

  /**
   * The golden covers every file of its folders, so that no file escapes by absence. Parquet files
   * are held against it by {@code RecordedIngestIT}; a snapshot is read with its updates.
   */
  @Test
  void theGoldenCoversEveryFile() throws IOException {
    Path data = Prerequisite.data();
    List<String> files = new ArrayList<>();
    for (String folder :
        List.of(
            "crypto-1m",
            "us-equity-ticks",
            "fx-quote-ticks",
            "us-daily-lean",
            "us-hour-lean",
            "binance-depth1000",
            "binance-flat",
            "nasdaq-itch-l10")) {
      try (Stream<Path> paths = Files.list(data.resolve(folder))) {
        paths
            .filter(path -> path.toString().matches(".*\\.(csv\\.gz|parquet)"))
            .filter(path -> !path.toString().endsWith("_depth_snapshots.csv.gz"))
            .forEach(path -> files.add(folder + "/" + path.getFileName()));
      }
    }
    assertThat(golden().stream().map(line -> line.split(",")[0]).distinct().toList())
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
    assertThat(read)
        .containsEntry("binance-depth1000", 2_559L)
        .containsEntry("binance-depth1000-trades", 11_947L)
        .containsEntry("binance-trades", 21_313L)
        .containsEntry("binance-book-ticker", 66_089L)
        .containsEntry("nasdaq-itch-l10", 10_000L);
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
    ValueDigest digest = new ValueDigest();
    long last = Long.MIN_VALUE;
    try (IngestReader reader =
        Formats.named(format).open(SourceFile.of(data.resolve(file)), IngestOptions.none())) {
      while (reader.hasNext()) {
        if (reader.next() instanceof Accepted accepted) {
          MarketEvent event = accepted.event();
          if (event.offset() <= last) {
            throw new AssertionError("offset does not rise at line " + accepted.line());
          }
          last = event.offset();
          times += event.eventTimeNanos();
          offsets += event.offset();
          digest.add(columns(event, format));
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
      line.append(",").append(digest);
      return line.toString();
    }
  }

  private static double[][] columns(MarketEvent event, String format) {
    if (event instanceof Quote quote && format.equals("fx-quotes")) {
      return new double[][] {{quote.bid()}, {quote.ask()}};
    }
    return ValueDigest.columns(event);
  }
}
