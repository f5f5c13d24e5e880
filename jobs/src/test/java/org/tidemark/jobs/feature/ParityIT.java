package org.tidemark.jobs.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidemark.jobs.feature.Recorded.NEW_YEAR;
import static org.tidemark.jobs.feature.Recorded.SET;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.features.spark.FeatureDriver;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.MarketEvent;
import org.tidemark.streaming.source.FolderSink;
import org.tidemark.testkit.TestSpark;

/**
 * Promise 1 on recorded BTCUSD minutes and SPY and IBM trades: the wide table of a full run, of runs
 * day by day and of a plain loop, and the features of a stream, however it is cut into batches and
 * killed, are the same in every bit.
 */
class ParityIT {
  private static final LocalDate LAST = NEW_YEAR.plusDays(3);
  private static final int FILES = 17;
  private static final Duration OPEN = Duration.ofHours(9).plusMinutes(30);

  @TempDir static Path folder;
  private static TableStore full;
  private static FeatureDriver.Summary once;
  private static List<String> replayed;
  private static Map<String, FeatureStream.Closed> wide;
  private static int ticks;

  private static TableStore lake(String name) {
    return new TableStore(TestSpark.session(), Lake.at(folder.resolve(name).toString()));
  }

  @BeforeAll
  static void runFully() throws IOException {
    Recorded recorded = new Recorded(folder);
    List<Recorded.Source> sources =
        List.of(
            recorded.minutes(0, 3),
            recorded.trades("spy_20131007", OPEN.plusMinutes(15)),
            recorded.trades("spy_20131011", OPEN.plusMinutes(5)),
            recorded.trades("ibm_20131007", OPEN.plusMinutes(30)),
            recorded.trades("ibm_20131008", OPEN.plusMinutes(30)));
    full = lake("full");
    Recorded.ingest(full, sources);
    replayed = Recorded.replayed(sources, LAST);
    once = new FeatureDriver(full, SET).run(LAST);
    wide = wide(full);
    ticks = feed(folder.resolve("ticks"));
  }

  private static Map<String, FeatureStream.Closed> wide(TableStore store) {
    Map<String, FeatureStream.Closed> rows = new TreeMap<>();
    String[] outputs = SET.outputNames().toArray(String[]::new);
    for (Row row : store.read(FeatureTable.of(SET)).collectAsList()) {
      int[] bits = new int[outputs.length];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = Float.floatToRawIntBits(row.<Float>getAs(outputs[i]));
      }
      rows.put(
          row.getAs("instrument") + " " + row.getAs("offset"),
          new FeatureStream.Closed(
              row.getAs("event_time_nanos"),
              Double.doubleToRawLongBits(row.getAs("close")),
              bits));
    }
    return rows;
  }

  /** Sends the events of the lake as files, each with a part of every instrument's. */
  private static int feed(Path target) {
    Map<String, List<MarketEvent>> events = new TreeMap<>();
    for (EventKind kind : List.of(EventKind.BARS, EventKind.TRADES)) {
      for (Row row : EventRows.select(full.read(kind.table()), kind).collectAsList()) {
        MarketEvent event = EventRows.fromRow(row, kind);
        events.computeIfAbsent(event.instrument().value(), k -> new ArrayList<>()).add(event);
      }
    }
    int sent = 0;
    try (FolderSink sink = new FolderSink(target, Long.MAX_VALUE)) {
      events.values().forEach(list -> list.sort((a, b) -> Long.compare(a.offset(), b.offset())));
      for (int file = 0; file < FILES; file++) {
        for (List<MarketEvent> list : events.values()) {
          int to = list.size() * (file + 1) / FILES;
          for (MarketEvent event : list.subList(list.size() * file / FILES, to)) {
            sink.send(event);
            sent++;
          }
        }
        sink.flush();
      }
    }
    return sent;
  }

  @Test
  void fullRunEqualsAPlainReplay() {
    assertThat(once.restarted()).isEqualTo(3);
    assertThat(once.events()).isEqualTo(ticks).isGreaterThan(30_000);
    assertThat(once.rows()).isEqualTo(replayed.size()).isGreaterThan(4_500);
    Recorded.assertSame(Recorded.stored(full), replayed);
    for (String instrument : List.of("BTCUSD", "SPY", "IBM")) {
      assertThat(wide.keySet().stream().filter(key -> key.startsWith(instrument + " ")).count())
          .as("bars of " + instrument)
          .isGreaterThan(50);
    }
  }

  @Test
  void fullRunEqualsRunsDayByDay() throws IOException {
    TableStore daily = lake("daily");
    FileUtils.copyDirectory(
        folder.resolve("full/market").toFile(), folder.resolve("daily/market").toFile());
    FeatureDriver driver = new FeatureDriver(daily, SET);
    long events = 0;
    long rows = 0;
    for (LocalDate date :
        List.of(
            LocalDate.of(2013, 10, 8),
            LocalDate.of(2013, 10, 12),
            NEW_YEAR.plusDays(1),
            NEW_YEAR.plusDays(2),
            LAST)) {
      FeatureDriver.Summary summary = driver.run(date);
      events += summary.events();
      rows += summary.rows();
      assertThat(summary.late()).isZero();
    }
    assertThat(events).isEqualTo(once.events());
    assertThat(rows).isEqualTo(once.rows());
    Recorded.assertSame(Recorded.stored(daily), replayed);

    // Of the equities nothing came in the new year: their states stand as they were.
    List<Row> snapshots =
        daily
            .read(Tables.FEATURE_STATE)
            .where("instrument in ('SPY', 'IBM')")
            .where("until_date in (date'2013-10-12', date'2017-01-04')")
            .selectExpr("instrument", "hex(snapshot)", "last_offset", "events", "rows")
            .distinct()
            .collectAsList();
    assertThat(snapshots).hasSize(2);

    long[] before = versions(daily);
    FeatureDriver.Summary again = driver.run(LAST);
    assertThat(again.events()).isZero();
    assertThat(again.resumed()).isEqualTo(3);
    assertThat(versions(daily)).isEqualTo(before);
  }

  private static long[] versions(TableStore store) {
    List<Table> tables =
        List.of(
            FeatureTable.of(SET), Tables.FEATURE_STATE, Tables.FEATURE_SETS, Tables.LATE_EVENTS);
    return tables.stream().mapToLong(store::version).toArray();
  }

  @ParameterizedTest
  @CsvSource({"17, 1", "5, 4", "1, 17"})
  void aStreamEqualsTheFullRun(int filesPerBatch, int batches) throws StreamingQueryException {
    FeatureStream stream = stream("cut-" + batches);
    stream.run(filesPerBatch);
    assertThat(stream.batches()).isEqualTo(batches);
    assertEqualsTheFullRun(stream);
  }

  @Test
  void aStreamKilledInEveryBatchEqualsTheFullRun() {
    FeatureStream stream = stream("killed");
    assertThat(stream.runKilled(5)).isEqualTo(4).isEqualTo(stream.batches());
    assertEqualsTheFullRun(stream);
    assertSameBits(stream.closedBeforeDeath());
  }

  private static FeatureStream stream(String name) {
    return new FeatureStream(
        TestSpark.session(), folder.resolve("ticks"), folder.resolve("checkpoints/" + name));
  }

  private static void assertEqualsTheFullRun(FeatureStream stream) {
    assertThat(stream.refused()).isEmpty();
    assertThat(stream.valid()).isEqualTo(ticks);
    assertSameBits(stream.closed());
  }

  /** Every value of every bar, compared as bits. */
  private static void assertSameBits(Map<String, FeatureStream.Closed> found) {
    assertThat(found.keySet()).isEqualTo(wide.keySet());
    long compared = 0;
    long differing = 0;
    long ready = 0;
    for (Map.Entry<String, FeatureStream.Closed> entry : found.entrySet()) {
      FeatureStream.Closed expected = wide.get(entry.getKey());
      assertThat(entry.getValue().eventTimeNanos()).isEqualTo(expected.eventTimeNanos());
      assertThat(entry.getValue().closeBits()).isEqualTo(expected.closeBits());
      int[] bits = entry.getValue().bits();
      assertThat(bits).hasSameSizeAs(expected.bits());
      for (int i = 0; i < bits.length; i++) {
        compared++;
        differing += bits[i] == expected.bits()[i] ? 0 : 1;
        ready += Float.isNaN(Float.intBitsToFloat(bits[i])) ? 0 : 1;
      }
    }
    assertThat(compared).isEqualTo(once.rows() * 40).isPositive();
    assertThat(differing).as("differing values of " + compared).isZero();
    assertThat(ready).as("values that are numbers, of " + compared).isGreaterThan(compared / 2);
    System.out.printf("%,d feature values compared, %d different%n", compared, differing);
  }
}
