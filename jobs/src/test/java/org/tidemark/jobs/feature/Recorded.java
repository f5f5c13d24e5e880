package org.tidemark.jobs.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.jobs.ingest.IngestArgs;
import org.tidemark.jobs.ingest.IngestJob;
import org.tidemark.lakehouse.ingest.Accepted;
import org.tidemark.lakehouse.ingest.Formats;
import org.tidemark.lakehouse.ingest.IngestOptions;
import org.tidemark.lakehouse.ingest.IngestReader;
import org.tidemark.lakehouse.ingest.SourceFile;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;
import org.tidemark.testkit.Prerequisite;

/** Parts of the recorded files, and what a plain loop makes of them, as text that holds bits. */
final class Recorded {
  static final FeatureSet SET = FeatureSets.bars40(Duration.ofMinutes(1));
  static final LocalDate NEW_YEAR = LocalDate.parse("2017-01-01");

  private final Path folder;

  /**
   * @param folder receives the parts
   */
  Recorded(Path folder) {
    this.folder = folder;
  }

  /** A file and how to read it. */
  record Source(String format, Path file) {}

  /** The minutes of BTCUSD that open on the days of 2017 from {@code first} to before last. */
  Source minutes(int first, int last) throws IOException {
    long from = midnight(NEW_YEAR.plusDays(first)) / 1_000_000;
    long to = midnight(NEW_YEAR.plusDays(last)) / 1_000_000;
    return new Source(
        "bitfinex-candles",
        part(
            "crypto-1m/BTCUSD_2017.csv.gz",
            "BTCUSD_" + first + "-" + last + ".csv",
            opens -> opens >= from,
            opens -> opens >= to));
  }

  /**
   * The trades of a day from 04:00 to before a time of New York.
   *
   * @param day for example {@code spy_20131007}
   */
  Source trades(String day, Duration before) throws IOException {
    return new Source(
        "lean-equity-trades",
        part(
            "us-equity-ticks/" + day + "_trade.csv.gz",
            day + "_trade.csv",
            millis -> true,
            millis -> millis >= before.toMillis()));
  }

  /** The lines whose first column is wanted, up to the first one that ends the part. */
  private Path part(String recorded, String name, LongPredicate wanted, LongPredicate end)
      throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Prerequisite.data().resolve(recorded))),
                StandardCharsets.UTF_8))) {
      lines.add(in.readLine());
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        long time = Long.parseLong(line.substring(0, line.indexOf(',')));
        if (end.test(time)) {
          break;
        } else if (wanted.test(time)) {
          lines.add(line);
        }
      }
    }
    return Files.write(folder.resolve(name), lines);
  }

  static void ingest(TableStore store, List<Source> sources) {
    for (String format : sources.stream().map(Source::format).distinct().toList()) {
      List<String> files =
          sources.stream()
              .filter(s -> s.format().equals(format))
              .map(s -> s.file().toString())
              .toList();
      new IngestJob().run(store, IngestArgs.of(format, "", files));
    }
  }

  static long midnight(LocalDate day) {
    return day.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L;
  }

  /** What a plain loop over the files makes of every event known at the date, as text. */
  static List<String> replayed(List<Source> sources, LocalDate asOf) throws IOException {
    return replayed(SET, sources, asOf);
  }

  /** The same for any set. */
  static List<String> replayed(FeatureSet set, List<Source> sources, LocalDate asOf)
      throws IOException {
    TreeMap<String, TreeMap<Long, MarketEvent>> events = new TreeMap<>();
    for (Source source : sources) {
      try (IngestReader reader =
          Formats.named(source.format()).open(SourceFile.of(source.file()), IngestOptions.none())) {
        while (reader.hasNext()) {
          if (reader.next() instanceof Accepted accepted
              && accepted.event().eventTimeNanos() <= midnight(asOf)) {
            MarketEvent event = accepted.event();
            events
                .computeIfAbsent(event.instrument().value(), k -> new TreeMap<>())
                .put(event.offset(), event);
          }
        }
      }
    }
    List<String> rows = new ArrayList<>();
    for (TreeMap<Long, MarketEvent> one : events.values()) {
      Replay replay = set.start();
      for (MarketEvent event : one.values()) {
        replay.on(
            event,
            row -> rows.add(text(row)),
            late -> {
              throw new AssertionError("recorded events are in order, but late: " + late);
            });
      }
    }
    return rows;
  }

  private static String text(FeatureRow row) {
    Bar bar = row.bar();
    StringBuilder text = new StringBuilder(600).append(bar.instrument());
    for (long value :
        new long[] {
          bar.eventTimeNanos(),
          bar.offset(),
          bar.openTimeNanos(),
          Double.doubleToRawLongBits(bar.open()),
          Double.doubleToRawLongBits(bar.high()),
          Double.doubleToRawLongBits(bar.low()),
          Double.doubleToRawLongBits(bar.close()),
          Double.doubleToRawLongBits(bar.volume())
        }) {
      text.append(' ').append(value);
    }
    for (float value : row.values()) {
      text.append(' ').append(Float.floatToRawIntBits(value));
    }
    return text.toString();
  }

  /** The wide table in the same text. */
  static List<String> stored(TableStore store) {
    return stored(store, SET);
  }

  /** Every row of a set's wide table as text with the bits of its numbers. */
  static List<String> stored(TableStore store, FeatureSet set) {
    List<String> rows = new ArrayList<>();
    for (Row row :
        store.read(FeatureTable.of(set)).orderBy("instrument", "offset").collectAsList()) {
      StringBuilder text = new StringBuilder(600).append(row.getString(0));
      LongStream.of(row.getLong(2), row.getLong(3), row.getLong(4))
          .forEach(v -> text.append(' ').append(v));
      for (int i = 5; i < 10; i++) {
        text.append(' ').append(Double.doubleToRawLongBits(row.getDouble(i)));
      }
      for (int i = 10; i < row.size(); i++) {
        text.append(' ').append(Float.floatToRawIntBits(row.getFloat(i)));
      }
      rows.add(text.toString());
    }
    return rows;
  }

  static void assertSame(List<String> stored, List<String> replayed) {
    assertThat(stored).hasSameSizeAs(replayed);
    long differing = 0;
    for (int i = 0; i < stored.size(); i++) {
      differing += stored.get(i).equals(replayed.get(i)) ? 0 : 1;
    }
    assertThat(differing).as("differing rows of " + stored.size()).isZero();
  }
}
