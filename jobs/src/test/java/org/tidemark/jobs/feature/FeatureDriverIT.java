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
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.spark.FeatureDriver;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.jobs.ingest.IngestArgs;
import org.tidemark.jobs.ingest.IngestJob;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.ingest.Accepted;
import org.tidemark.lakehouse.ingest.Formats;
import org.tidemark.lakehouse.ingest.IngestOptions;
import org.tidemark.lakehouse.ingest.IngestReader;
import org.tidemark.lakehouse.ingest.SourceFile;
import org.tidemark.lakehouse.spark.Fingerprint;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;
import org.tidemark.market.wire.WireWriter;
import org.tidemark.testkit.Prerequisite;
import org.tidemark.testkit.TestSpark;

/** The wide table on recorded data: however the driver got there, every bit is the replay's. */
class FeatureDriverIT {
  private static final FeatureSet SET = FeatureSets.bars40(Duration.ofMinutes(1));
  private static final LocalDate NEW_YEAR = LocalDate.parse("2017-01-01");
  private static final List<String> TRADE_DAYS =
      List.of("spy_20131007", "spy_20131011", "ibm_20131007", "ibm_20131008");

  @TempDir Path folder;

  /** A recorded file and how to read it. */
  private record Source(String format, Path file) {}

  private TableStore lake(String name) {
    return new TableStore(TestSpark.session(), Lake.at(folder.resolve(name).toString()));
  }

  private static void ingest(TableStore store, List<Source> sources) {
    for (String format : sources.stream().map(Source::format).distinct().toList()) {
      List<String> files =
          sources.stream()
              .filter(s -> s.format().equals(format))
              .map(s -> s.file().toString())
              .toList();
      new IngestJob().run(store, IngestArgs.of(format, "", files));
    }
  }

  /** The recorded minutes that open on the days from {@code first} to before {@code last}. */
  private Source minutes(int first, int last) throws IOException {
    long from = midnight(NEW_YEAR.plusDays(first)) / 1_000_000;
    long to = midnight(NEW_YEAR.plusDays(last)) / 1_000_000;
    Path recorded = Prerequisite.data().resolve("crypto-1m/BTCUSD_2017.csv.gz");
    List<String> lines = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(recorded)), StandardCharsets.UTF_8))) {
      lines.add(in.readLine());
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        long opens = Long.parseLong(line.substring(0, line.indexOf(',')));
        if (opens >= to) {
          break;
        } else if (opens >= from) {
          lines.add(line);
        }
      }
    }
    Path file = folder.resolve("BTCUSD_" + first + "-" + last + ".csv");
    return new Source("bitfinex-candles", Files.write(file, lines));
  }

  private static long midnight(LocalDate day) {
    return day.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L;
  }

  /** What a plain loop over the files makes of every event known at the date, as text. */
  private static List<String> replayed(List<Source> sources, LocalDate asOf) throws IOException {
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
      Replay replay = SET.start();
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
  private static List<String> stored(TableStore store) {
    List<String> rows = new ArrayList<>();
    for (Row row :
        store.read(FeatureTable.of(SET)).orderBy("instrument", "offset").collectAsList()) {
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

  private static void assertSame(List<String> stored, List<String> replayed) {
    assertThat(stored).hasSameSizeAs(replayed);
    long differing = 0;
    for (int i = 0; i < stored.size(); i++) {
      differing += stored.get(i).equals(replayed.get(i)) ? 0 : 1;
    }
    assertThat(differing).as("differing rows of " + stored.size()).isZero();
  }

  private static long[] versions(TableStore store) {
    return LongStream.of(
            store.version(FeatureTable.of(SET)),
            store.version(Tables.FEATURE_STATE),
            store.version(Tables.FEATURE_SETS),
            store.version(Tables.LATE_EVENTS))
        .toArray();
  }

  @Test
  void fullRunEqualsRunsDayByDayEqualsAPlainReplay() throws IOException {
    List<Source> sources = new ArrayList<>(List.of(minutes(0, 5)));
    for (String day : TRADE_DAYS) {
      sources.add(
          new Source(
              "lean-equity-trades",
              Prerequisite.data().resolve("us-equity-ticks/" + day + "_trade.csv.gz")));
    }
    TableStore full = lake("full");
    ingest(full, sources);
    LocalDate last = NEW_YEAR.plusDays(5);
    List<String> expected = replayed(sources, last);
    assertThat(expected.size()).isGreaterThan(8_000);
    FeatureDriver.Summary once = new FeatureDriver(full, SET).run(last);
    assertThat(once.restarted()).isEqualTo(3);
    assertThat(once.rows()).isEqualTo(expected.size());
    assertSame(stored(full), expected);

    TableStore daily = lake("daily");
    FileUtils.copyDirectory(
        folder.resolve("full/market").toFile(), folder.resolve("daily/market").toFile());
    FeatureDriver driver = new FeatureDriver(daily, SET);
    List<LocalDate> dates = new ArrayList<>();
    for (int day : new int[] {8, 9, 12}) {
      dates.add(LocalDate.of(2013, 10, day));
    }
    for (int day = 1; day <= 5; day++) {
      dates.add(NEW_YEAR.plusDays(day));
    }
    long events = 0;
    long rows = 0;
    for (LocalDate date : dates) {
      FeatureDriver.Summary summary = driver.run(date);
      events += summary.events();
      rows += summary.rows();
      assertThat(summary.late()).isZero();
    }
    assertThat(events).isEqualTo(once.events());
    assertThat(rows).isEqualTo(once.rows());
    assertSame(stored(daily), expected);

    // Of the equities nothing came in the new year: their states stand as they were.
    List<Row> snapshots =
        daily
            .read(Tables.FEATURE_STATE)
            .where("instrument in ('SPY', 'IBM')")
            .where("until_date in (date'2013-10-12', date'2017-01-06')")
            .selectExpr("instrument", "hex(snapshot)", "last_offset", "events", "rows")
            .distinct()
            .collectAsList();
    assertThat(snapshots).hasSize(2);

    long[] before = versions(daily);
    FeatureDriver.Summary again = driver.run(last);
    assertThat(again.events()).isZero();
    assertThat(again.resumed()).isEqualTo(3);
    assertThat(versions(daily)).isEqualTo(before);
  }

  @Test
  void aLateFileLeavesTheSameContentAsOneInTime() throws IOException {
    Source early = minutes(0, 2);
    Source late = minutes(2, 3);
    Source next = minutes(3, 4);
    Source last = minutes(4, 5);
    TableStore store = lake("late");
    FeatureDriver driver = new FeatureDriver(store, SET);
    ingest(store, List.of(early));
    driver.run(NEW_YEAR.plusDays(1));
    driver.run(NEW_YEAR.plusDays(2));
    ingest(store, List.of(next));
    driver.run(NEW_YEAR.plusDays(3));
    driver.run(NEW_YEAR.plusDays(4));
    assertSame(stored(store), replayed(List.of(early, next), NEW_YEAR.plusDays(4)));

    ingest(store, List.of(late));
    ingest(store, List.of(last));
    FeatureDriver.Summary restated = driver.run(NEW_YEAR.plusDays(5));
    assertThat(restated.resumed()).isEqualTo(1);
    // The state of the second day is not older than the late file: folding goes on from there.
    assertThat(restated.events()).isBetween(3_000L, 3L * 1_440);
    List<Source> all = List.of(early, late, next, last);
    assertSame(stored(store), replayed(all, NEW_YEAR.plusDays(5)));

    long[] before = versions(store);
    driver.run(NEW_YEAR.plusDays(5));
    assertThat(versions(store)).isEqualTo(before);
    // A day run again changes nothing of the days after it.
    driver.run(NEW_YEAR.plusDays(3));
    assertSame(stored(store), replayed(all, NEW_YEAR.plusDays(5)));
  }

  @Test
  void aLateFileBeforeEverythingStartsTheInstrumentAnew() throws IOException {
    Source first = minutes(0, 1);
    Source second = minutes(1, 2);
    TableStore store = lake("first");
    FeatureDriver driver = new FeatureDriver(store, SET);
    ingest(store, List.of(second));
    driver.run(NEW_YEAR.plusDays(2));
    ingest(store, List.of(first));
    assertThat(driver.run(NEW_YEAR.plusDays(2)).restarted()).isEqualTo(1);
    assertSame(stored(store), replayed(List.of(first, second), NEW_YEAR.plusDays(2)));
  }

  /** Their rows have taken the place of those that the older state goes on from. */
  @Test
  void aStateIsStaleOnceAnotherDefinitionHasWrittenTheTable() throws IOException {
    FeatureSet other =
        new FeatureSet(SET.name(), SET.features(), SET.sampler(), Duration.ofSeconds(1));
    TableStore store = lake("definitions");
    ingest(store, List.of(minutes(0, 1)));
    new FeatureDriver(store, SET).run(NEW_YEAR.plusDays(1));
    assertThat(new FeatureDriver(store, other).run(NEW_YEAR.plusDays(2)).restarted()).isEqualTo(1);
    FeatureDriver.Summary back = new FeatureDriver(store, SET).run(NEW_YEAR.plusDays(2));
    assertThat(back.restarted()).isEqualTo(1);
    assertThat(back.resumed()).isZero();
  }

  @Test
  void anEventBehindOneOfTheNextDayIsNotKnownBeforeIt() throws IOException {
    List<String> lines = new ArrayList<>();
    long midnight = midnight(NEW_YEAR.plusDays(1));
    // Ten trades before midnight, then every fourth one steps back by a minute, some across it.
    for (int i = 0; i < 40; i++) {
      long time = midnight + (i - 10) * 10_000_000_000L - (i % 4 == 3 ? 60_000_000_000L : 0);
      lines.add(
          WireWriter.write(
              new Trade(new InstrumentId("X"), 100 + i, time, 10 + i % 7, 1, Aggressor.BUY)));
    }
    Source feed = new Source("wire", Files.write(folder.resolve("feed.jsonl"), lines));
    TableStore full = lake("wire-full");
    ingest(full, List.of(feed));
    FeatureDriver.Summary once = new FeatureDriver(full, SET).run(NEW_YEAR.plusDays(2));
    TableStore daily = lake("wire-daily");
    ingest(daily, List.of(feed));
    FeatureDriver driver = new FeatureDriver(daily, SET);
    FeatureDriver.Summary first = driver.run(NEW_YEAR.plusDays(1));
    FeatureDriver.Summary second = driver.run(NEW_YEAR.plusDays(2));
    assertThat(first.events()).isEqualTo(12);
    assertThat(first.events() + second.events()).isEqualTo(once.events()).isEqualTo(40);
    assertThat(first.late() + second.late()).isEqualTo(once.late()).isEqualTo(10);
    assertThat(stored(daily)).isEqualTo(stored(full)).isNotEmpty();
    assertThat(Fingerprint.of(daily.read(Tables.LATE_EVENTS)))
        .isEqualTo(Fingerprint.of(full.read(Tables.LATE_EVENTS)));
  }
}
