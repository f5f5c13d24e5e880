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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
import org.tidemark.lakehouse.spark.StoredEvent;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.streaming.feature.SavedStates;
import org.tidemark.streaming.source.FolderSink;
import org.tidemark.testkit.EndedStreams;
import org.tidemark.testkit.GeneratedCode;
import org.tidemark.testkit.TestSpark;

/**
 * Promise 1 on recorded BTCUSD minutes and SPY and IBM trades: the wide table of a full run, of
 * runs day by day and of a plain loop, and the features of a stream, however it is cut into batches
 * and killed, are the same in every bit.
 */
@ExtendWith({GeneratedCode.class, EndedStreams.class})
class ParityIT {
  private static final LocalDate LAST = NEW_YEAR.plusDays(3);
  private static final LocalDate TRADED = LocalDate.of(2013, 10, 8);
  private static final LocalDate DAY = NEW_YEAR.plusDays(1);
  private static final int FILES = 17;
  private static final Duration OPEN = Duration.ofHours(9).plusMinutes(30);

  @TempDir static Path folder;
  private static TableStore full;
  private static TableStore daily;
  private static FeatureDriver.Summary once;
  private static List<String> replayed;
  private static Map<String, FeatureStream.Closed> wide;
  private static int ticks;
  private static final List<FeatureDriver.Summary> days = new ArrayList<>();

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
    daily = lake("daily");
    FileUtils.copyDirectory(
        folder.resolve("full/market").toFile(), folder.resolve("daily/market").toFile());
    FeatureDriver driver = new FeatureDriver(daily, SET);
    for (LocalDate date : List.of(TRADED, DAY, DAY.plusDays(1), LAST)) {
      days.add(driver.run(date));
    }
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
              row.getAs("event_time_nanos"), Double.doubleToRawLongBits(row.getAs("close")), bits));
    }
    return rows;
  }

  /** Sends the events of the lake as files, each with a part of every instrument's. */
  private static int feed(Path target) {
    Map<String, List<MarketEvent>> events = new TreeMap<>();
    for (EventKind kind : List.of(EventKind.BARS, EventKind.TRADES)) {
      for (StoredEvent row : EventRows.events(full.read(kind.table()), kind).collectAsList()) {
        MarketEvent event = row.toEvent(new InstrumentId(row.getInstrument()));
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
    assertThat(once.rows()).isEqualTo(replayed.size()).isGreaterThan(4_000);
    Recorded.assertSame(Recorded.stored(full), replayed);
    for (String instrument : List.of("BTCUSD", "SPY", "IBM")) {
      assertThat(wide.keySet().stream().filter(key -> key.startsWith(instrument + " ")).count())
          .as("bars of " + instrument)
          .isGreaterThan(50);
    }
  }

  @Test
  void fullRunEqualsRunsDayByDay() {
    assertThat(days.stream().mapToLong(FeatureDriver.Summary::late).sum()).isZero();
    assertThat(days.stream().filter(day -> day.events() > 0)).hasSize(days.size());
    assertThat(days.stream().mapToLong(FeatureDriver.Summary::events).sum())
        .isEqualTo(once.events());
    assertThat(days.stream().mapToLong(FeatureDriver.Summary::rows).sum()).isEqualTo(once.rows());
    Recorded.assertSame(Recorded.stored(daily), replayed);

    // Of the equities nothing came in the new year: their states stand as they were.
    List<Row> snapshots =
        daily
            .read(Tables.FEATURE_STATE)
            .where("instrument in ('SPY', 'IBM')")
            .where("until_date in (date'2017-01-02', date'2017-01-04')")
            .selectExpr("instrument", "hex(snapshot)", "last_offset", "events", "rows")
            .distinct()
            .collectAsList();
    assertThat(snapshots).hasSize(2);

    long[] before = versions(daily);
    FeatureDriver.Summary again = new FeatureDriver(daily, SET).run(LAST);
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
    assertSameBits(stream.closedBeforeDeath(), wide);
  }

  /** Equities go on from their first day, the coin from its first, and each batch dies once. */
  @Tag("slow")
  @Test
  void aStreamFromSavedStatesIsTheRestOfTheFullRun() {
    Dataset<Row> saved = states(TRADED).union(states(DAY).where("instrument = 'BTCUSD'"));
    FeatureStream stream = stream("saved", saved);
    Row seen =
        daily
            .read(Tables.FEATURE_STATE)
            .where("until_date = if(instrument = 'BTCUSD', '%s', '%s')".formatted(DAY, TRADED))
            .selectExpr("count(*)", "sum(events)", "sum(rows)")
            .head();
    assertThat(seen.getLong(0)).isEqualTo(3);
    assertThat(stream.runKilled(5)).isEqualTo(4).isEqualTo(stream.batches());
    assertThat(stream.refused()).hasSize((int) seen.getLong(1));
    assertThat(stream.refused()).allMatch(refusal -> refusal.endsWith(" DUPLICATE"));
    assertThat(stream.valid()).isEqualTo(ticks - seen.getLong(1));
    long rows = once.rows() - seen.getLong(2);
    assertThat(rows).isGreaterThan(2_000);
    Map<String, FeatureStream.Closed> rest = new TreeMap<>(wide);
    rest.keySet().retainAll(stream.closed().keySet());
    assertThat(rest).hasSize((int) rows);
    assertSameBits(stream.closed(), rest);
    assertSameBits(stream.closedBeforeDeath(), rest);
  }

  private static Dataset<Row> states(LocalDate until) {
    long version = daily.version(Tables.FEATURE_STATE);
    return SavedStates.newest(daily, SET, version, until);
  }

  private static FeatureStream stream(String name) {
    return stream(name, SavedStates.none(TestSpark.session()));
  }

  private static FeatureStream stream(String name, Dataset<Row> saved) {
    return new FeatureStream(
        TestSpark.session(), folder.resolve("ticks"), folder.resolve("checkpoints/" + name), saved);
  }

  private static void assertEqualsTheFullRun(FeatureStream stream) {
    assertThat(stream.refused()).isEmpty();
    assertThat(stream.valid()).isEqualTo(ticks);
    assertThat(wide).hasSize((int) once.rows());
    assertSameBits(stream.closed(), wide);
  }

  /** Every value of every bar, compared as bits. */
  private static void assertSameBits(
      Map<String, FeatureStream.Closed> found, Map<String, FeatureStream.Closed> rows) {
    assertThat(found.keySet()).isEqualTo(rows.keySet());
    long compared = 0;
    long differing = 0;
    long ready = 0;
    for (Map.Entry<String, FeatureStream.Closed> entry : found.entrySet()) {
      FeatureStream.Closed expected = rows.get(entry.getKey());
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
    assertThat(compared).isEqualTo(rows.size() * 40L).isPositive();
    assertThat(differing).as("differing values of " + compared).isZero();
    assertThat(ready).as("values that are numbers, of " + compared).isGreaterThan(compared / 2);
    System.out.printf("%,d feature values compared, %d different%n", compared, differing);
  }
}
