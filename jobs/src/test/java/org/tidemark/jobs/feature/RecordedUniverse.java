package org.tidemark.jobs.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.cross.CrossReplay;
import org.tidemark.features.cross.CrossSet;
import org.tidemark.features.cross.Universe;
import org.tidemark.features.set.CrossSets;
import org.tidemark.features.spark.CrossTable;
import org.tidemark.jobs.ingest.IngestArgs;
import org.tidemark.jobs.ingest.IngestJob;
import org.tidemark.lakehouse.ingest.Accepted;
import org.tidemark.lakehouse.ingest.Formats;
import org.tidemark.lakehouse.ingest.IngestOptions;
import org.tidemark.lakehouse.ingest.IngestReader;
import org.tidemark.lakehouse.ingest.SourceFile;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.MarketEvent;
import org.tidemark.streaming.feature.LiveCross;
import org.tidemark.streaming.feature.TickLimits;
import org.tidemark.streaming.source.FolderSink;
import org.tidemark.testkit.Prerequisite;

/** Recorded minutes of three coins of 2018, cut by day, and what a plain loop makes of them. */
final class RecordedUniverse {
  static final List<String> COINS = List.of("BTCUSD", "ETHUSD", "LTCUSD");
  static final CrossSet SET =
      CrossSets.of(Universe.parse("coins@1:" + String.join(",", COINS)), TimeBars.ofSeconds(60));

  private static final long DAY = 86_400_000_000_000L;
  private static final String FORMAT = "bitfinex-candles";

  private final Path folder;
  private final int days;
  private final Map<String, List<MarketEvent>> events = new TreeMap<>();

  private RecordedUniverse(Path folder, int days) {
    this.folder = folder;
    this.days = days;
  }

  /** Cuts the days out of the recorded files. */
  static RecordedUniverse of(Path folder, LocalDate first, int days) throws IOException {
    RecordedUniverse recorded = new RecordedUniverse(folder, days);
    for (String coin : COINS) {
      recorded.cut(coin, Recorded.midnight(first) / 1_000_000);
      for (int day = 0; day < days; day++) {
        recorded.read(coin, day);
      }
    }
    return recorded;
  }

  private Path file(String coin, int day) {
    return folder.resolve(coin + "_" + day + ".csv");
  }

  private void cut(String coin, long firstMillis) throws IOException {
    Path source = Prerequisite.data().resolve("crypto-1m/" + coin + "_2018.csv.gz");
    List<List<String>> parts = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(source)), StandardCharsets.UTF_8))) {
      String header = in.readLine();
      for (int day = 0; day < days; day++) {
        parts.add(new ArrayList<>(List.of(header)));
      }
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        long since = Long.parseLong(line.substring(0, line.indexOf(','))) - firstMillis;
        long day = Math.floorDiv(since, 86_400_000L);
        if (day >= days) {
          break;
        } else if (day >= 0) {
          parts.get((int) day).add(line);
        }
      }
    }
    for (int day = 0; day < days; day++) {
      Files.write(file(coin, day), parts.get(day));
    }
  }

  private void read(String coin, int day) throws IOException {
    List<MarketEvent> log = events.computeIfAbsent(coin, k -> new ArrayList<>());
    try (IngestReader reader =
        Formats.named(FORMAT).open(SourceFile.of(file(coin, day)), IngestOptions.none())) {
      while (reader.hasNext()) {
        if (reader.next() instanceof Accepted accepted) {
          log.add(accepted.event());
        }
      }
    }
  }

  /** Events of all days. */
  long events() {
    return events.values().stream().mapToInt(List::size).sum();
  }

  void ingest(TableStore store, List<Integer> ofDays) {
    List<String> files = new ArrayList<>();
    ofDays.forEach(day -> COINS.forEach(coin -> files.add(file(coin, day).toString())));
    new IngestJob().run(store, IngestArgs.of(FORMAT, "", files));
  }

  void ingest(TableStore store, int day, List<String> coins) {
    List<String> files = coins.stream().map(coin -> file(coin, day).toString()).toList();
    new IngestJob().run(store, IngestArgs.of(FORMAT, "", files));
  }

  /** Bits of the values by instrument and offset, with one member's whole log after the other's. */
  Map<String, List<Integer>> looped() {
    Map<String, List<Integer>> rows = new TreeMap<>();
    CrossReplay replay = SET.start();
    for (List<MarketEvent> log : events.values()) {
      for (MarketEvent event : log) {
        replay.on(
            event,
            row -> {
              List<Integer> bits = new ArrayList<>();
              for (float value : row.values()) {
                bits.add(Float.floatToRawIntBits(value));
              }
              rows.put(row.bar().instrument() + " " + row.bar().offset(), bits);
            },
            late -> {
              throw new AssertionError("recorded minutes are in order, but late: " + late);
            });
      }
    }
    return rows;
  }

  /** The wide table in the same form. */
  static Map<String, List<Integer>> stored(TableStore store) {
    Map<String, List<Integer>> rows = new TreeMap<>();
    for (Row row : store.read(CrossTable.of(SET)).collectAsList()) {
      List<Integer> bits = new ArrayList<>();
      SET.outputNames().forEach(n -> bits.add(Float.floatToRawIntBits(row.<Float>getAs(n))));
      rows.put(row.getString(0) + " " + row.<Long>getAs("offset"), bits);
    }
    return rows;
  }

  /** Sends the events as files, each with a part of every member's. */
  void feed(Path target, int files) {
    try (FolderSink sink = new FolderSink(target, Long.MAX_VALUE)) {
      for (int file = 0; file < files; file++) {
        for (List<MarketEvent> log : events.values()) {
          int to = log.size() * (file + 1) / files;
          log.subList(log.size() * file / files, to).forEach(sink::send);
        }
        sink.flush();
      }
    }
  }

  /** Events of one day. */
  long eventsOf(int day) {
    long from =
        events.values().stream().mapToLong(log -> log.get(0).eventTimeNanos()).min().orElse(0);
    long midnight = Math.floorDiv(from, DAY) * DAY + day * DAY;
    return events.values().stream()
        .flatMap(List::stream)
        .filter(e -> e.eventTimeNanos() > midnight && e.eventTimeNanos() <= midnight + DAY)
        .count();
  }

  /** Sends the events as files, in each a part of every member's that is drawn at random. */
  void feedAtRandom(Path target, int files, Random random) {
    Map<String, int[]> cuts = new TreeMap<>();
    events.forEach(
        (coin, log) ->
            cuts.put(coin, random.ints(files - 1, 0, log.size() + 1).sorted().toArray()));
    try (FolderSink sink = new FolderSink(target, Long.MAX_VALUE)) {
      for (int file = 0; file < files; file++) {
        List<MarketEvent> part = new ArrayList<>();
        for (Map.Entry<String, List<MarketEvent>> log : events.entrySet()) {
          int[] cut = cuts.get(log.getKey());
          int from = file == 0 ? 0 : cut[file - 1];
          part.addAll(
              log.getValue().subList(from, file == files - 1 ? log.getValue().size() : cut[file]));
        }
        Collections.shuffle(part, random);
        part.forEach(sink::send);
        sink.flush();
      }
    }
  }

  FeatureStream stream(SparkSession spark, String name) {
    return new FeatureStream(
        spark,
        folder.resolve("ticks"),
        folder.resolve("checkpoints/" + name),
        ticks -> new LiveCross(SET, TickLimits.standard()).of(ticks));
  }

  /** What left a stream in the same form. */
  static Map<String, List<Integer>> bits(Map<String, FeatureStream.Closed> closed) {
    Map<String, List<Integer>> rows = new TreeMap<>();
    closed.forEach((key, row) -> rows.put(key, Arrays.stream(row.bits()).boxed().toList()));
    return rows;
  }

  static void assertSameBits(Map<String, List<Integer>> found, Map<String, List<Integer>> wanted) {
    assertThat(found.keySet()).isEqualTo(wanted.keySet());
    long compared = 0;
    long differing = 0;
    long ready = 0;
    for (Map.Entry<String, List<Integer>> row : found.entrySet()) {
      List<Integer> bits = wanted.get(row.getKey());
      assertThat(row.getValue()).hasSameSizeAs(bits);
      for (int i = 0; i < bits.size(); i++) {
        compared++;
        differing += row.getValue().get(i).equals(bits.get(i)) ? 0 : 1;
        ready += Float.isNaN(Float.intBitsToFloat(bits.get(i))) ? 0 : 1;
      }
    }
    assertThat(differing).as("differing values of " + compared).isZero();
    assertThat(ready)
        .as("values that are numbers, of " + compared)
        .isGreaterThan(compared * 9 / 10);
    System.out.printf("%,d cross values compared, %d different%n", compared, differing);
  }
}
