package org.tidemark.jobs.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidemark.jobs.feature.Recorded.NEW_YEAR;
import static org.tidemark.jobs.feature.Recorded.assertSame;
import static org.tidemark.jobs.feature.Recorded.ingest;
import static org.tidemark.jobs.feature.Recorded.midnight;
import static org.tidemark.jobs.feature.Recorded.stored;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.momentum.Rsi;
import org.tidemark.features.price.EmaDeviation;
import org.tidemark.features.price.Return;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.spark.FeatureDriver;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.features.volatility.GarmanKlassVolatility;
import org.tidemark.jobs.feature.Recorded.Source;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.Fingerprint;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;
import org.tidemark.market.wire.WireWriter;
import org.tidemark.testkit.TestSpark;

/** The feature driver on recorded minutes whose files come late, and on events out of order. */
class FeatureDriverIT {
  /** Few columns: what is tested here does not depend on how many there are. */
  private static final FeatureSet SET =
      new FeatureSet(
          "few",
          List.of(
              new Return(Duration.ofMinutes(5), "5min", "P02", "P07"),
              new EmaDeviation(30),
              new Rsi(14, "M02"),
              new GarmanKlassVolatility(20)),
          new TimeBars(Duration.ofMinutes(1)),
          Duration.ZERO);

  @TempDir Path folder;

  private Source minutes(int first, int last) throws IOException {
    return new Recorded(folder).minutes(first, last);
  }

  private TableStore lake(String name) {
    return new TableStore(TestSpark.session(), Lake.at(folder.resolve(name).toString()));
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
  @Tag("slow")
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
    assertSame(
        stored(store, SET), Recorded.replayed(SET, List.of(early, next), NEW_YEAR.plusDays(4)));

    ingest(store, List.of(late));
    ingest(store, List.of(last));
    FeatureDriver.Summary restated = driver.run(NEW_YEAR.plusDays(5));
    assertThat(restated.resumed()).isEqualTo(1);
    // The state of the second day is not older than the late file: folding goes on from there.
    assertThat(restated.events()).isBetween(3_000L, 3L * 1_440);
    List<Source> all = List.of(early, late, next, last);
    assertSame(stored(store, SET), Recorded.replayed(SET, all, NEW_YEAR.plusDays(5)));

    long[] before = versions(store);
    driver.run(NEW_YEAR.plusDays(5));
    assertThat(versions(store)).isEqualTo(before);
    // A day run again changes nothing of the days after it.
    driver.run(NEW_YEAR.plusDays(3));
    assertSame(stored(store, SET), Recorded.replayed(SET, all, NEW_YEAR.plusDays(5)));
  }

  @Tag("slow")
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
    assertSame(
        stored(store, SET), Recorded.replayed(SET, List.of(first, second), NEW_YEAR.plusDays(2)));
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

  @Tag("slow")
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
    assertThat(stored(daily, SET)).isEqualTo(stored(full, SET)).isNotEmpty();
    assertThat(Fingerprint.of(daily.read(Tables.LATE_EVENTS)))
        .isEqualTo(Fingerprint.of(full.read(Tables.LATE_EVENTS)));
  }

  /** One is there throughout, one ends on the first day, one starts on the second. */
  @Tag("slow")
  @Test
  void instrumentsThatStartOrEndMidWayAreFoldedAsIfAlone() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String name : List.of("ENDS", "STARTS")) {
      long from = midnight(NEW_YEAR) + (name.equals("ENDS") ? 0 : 30 * 3_600_000_000_000L);
      for (int i = 0; i < 700; i++) {
        long time = from + i * 61_000_000_000L;
        double price = 100 + i % 11 + (i % 7) / 10.0;
        lines.add(
            WireWriter.write(new Trade(new InstrumentId(name), i, time, price, 1, Aggressor.BUY)));
      }
    }
    Source feed = new Source("wire", Files.write(folder.resolve("two.jsonl"), lines));
    List<Source> all = List.of(minutes(0, 3), feed);
    TableStore full = lake("staggered-full");
    ingest(full, all);
    FeatureDriver.Summary once = new FeatureDriver(full, SET).run(NEW_YEAR.plusDays(3));
    assertThat(once.restarted()).isEqualTo(3);
    assertSame(stored(full, SET), Recorded.replayed(SET, all, NEW_YEAR.plusDays(3)));
    TableStore daily = lake("staggered-daily");
    ingest(daily, all);
    FeatureDriver driver = new FeatureDriver(daily, SET);
    assertThat(driver.run(NEW_YEAR.plusDays(1)).restarted()).isEqualTo(2);
    FeatureDriver.Summary second = driver.run(NEW_YEAR.plusDays(2));
    assertThat(second.resumed()).isEqualTo(2);
    assertThat(second.restarted()).isEqualTo(1);
    driver.run(NEW_YEAR.plusDays(3));
    assertThat(stored(daily, SET)).isEqualTo(stored(full, SET));
    // The last bar of the one that ended closes with no event of another: it stays open.
    assertThat(full.read(FeatureTable.of(SET)).where("instrument = 'ENDS'").count()).isEqualTo(699);
  }

  /** The bar that ends at midnight is closed, and written, by the run of the next day. */
  @Tag("slow")
  @Test
  void aDayRunAgainForALateFileOfOneInstrumentKeepsTheRowsOfTheOthers() throws IOException {
    long midnight = midnight(NEW_YEAR.plusDays(1));
    Source main = new Source("wire", folder.resolve("main.jsonl"));
    Files.write(main.file(), trades(List.of("X", "Y"), 100, midnight - 300_000_000_000L));
    Source late = new Source("wire", folder.resolve("late.jsonl"));
    Files.write(late.file(), trades(List.of("X"), 0, midnight - 36_000_000_000_000L));
    TableStore store = lake("again");
    FeatureDriver driver = new FeatureDriver(store, SET);
    ingest(store, List.of(main));
    driver.run(NEW_YEAR.plusDays(1));
    driver.run(NEW_YEAR.plusDays(2));
    ingest(store, List.of(late));
    assertThat(driver.run(NEW_YEAR.plusDays(1)).restarted()).isEqualTo(1);
    FeatureDriver.Summary second = driver.run(NEW_YEAR.plusDays(2));
    assertThat(second.resumed()).isEqualTo(2);
    TableStore full = lake("once");
    ingest(full, List.of(main, late));
    new FeatureDriver(full, SET).run(NEW_YEAR.plusDays(2));
    assertThat(stored(store, SET)).isEqualTo(stored(full, SET)).hasSizeGreaterThan(20);
  }

  private static List<String> trades(List<String> names, long offset, long from) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      for (String name : names) {
        lines.add(
            WireWriter.write(
                new Trade(
                    new InstrumentId(name),
                    offset + i,
                    from + i * 20_000_000_000L,
                    10 + i % 7,
                    1,
                    Aggressor.BUY)));
      }
    }
    return lines;
  }

  @Test
  void tickBarsAreMadeOfTradesAloneAndATradeAtMidnightIsOfTheNextDay() throws IOException {
    InstrumentId name = new InstrumentId("X");
    List<String> lines = new ArrayList<>();
    long midnight = midnight(NEW_YEAR.plusDays(1));
    for (int i = 0; i < 40; i++) {
      long time = midnight + (i - 10) * 10_000_000_000L;
      lines.add(WireWriter.write(new Trade(name, 100 + i, time, 10 + i % 7, 1, Aggressor.BUY)));
    }
    lines.add(
        WireWriter.write(new Bar(name, 200, midnight, midnight - 60_000_000_000L, 1, 1, 1, 1, 1)));
    Source feed = new Source("wire", Files.write(folder.resolve("ticks.jsonl"), lines));
    FeatureSet ticks = FeatureSets.named("bars40", Samplers.parse("tick-1"));
    TableStore full = lake("ticks-full");
    ingest(full, List.of(feed));
    assertThat(new FeatureDriver(full, ticks).run(NEW_YEAR.plusDays(2)).rows()).isEqualTo(40);
    TableStore daily = lake("ticks-daily");
    ingest(daily, List.of(feed));
    FeatureDriver driver = new FeatureDriver(daily, ticks);
    assertThat(driver.run(NEW_YEAR.plusDays(1)).rows()).isEqualTo(10);
    assertThat(driver.run(NEW_YEAR.plusDays(2)).rows()).isEqualTo(30);
    assertThat(stored(daily, ticks)).isEqualTo(stored(full, ticks)).hasSize(40);
  }

  @Test
  void aSetThatReadsQuotesGetsThemBetweenTheTradesOfItsInstrument() throws IOException {
    InstrumentId name = new InstrumentId("X");
    long start = midnight(NEW_YEAR.plusDays(1)) - 3_600_000_000_000L;
    List<MarketEvent> log = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(11);
    double price = 100;
    for (int i = 0; i < 1_500; i++) {
      long time = start + i * 5_000_000_000L;
      price += random.nextInt(-2, 3) * 0.01;
      log.add(
          i % 3 == 0
              ? new Trade(name, i, time, price, 1 + random.nextInt(5), Aggressor.BUY)
              : new Quote(name, i, time, price - 0.01, 2, price + 0.01 * (1 + i % 4), 3));
    }
    List<String> lines = log.stream().map(WireWriter::write).toList();
    Source feed = new Source("wire", Files.write(folder.resolve("mixed.jsonl"), lines));
    FeatureSet core = FeatureSets.named("core65");
    TableStore full = lake("mixed-full");
    ingest(full, List.of(feed));
    long rows = new FeatureDriver(full, core).run(NEW_YEAR.plusDays(2)).rows();
    TableStore daily = lake("mixed-daily");
    ingest(daily, List.of(feed));
    FeatureDriver driver = new FeatureDriver(daily, core);
    assertThat(driver.run(NEW_YEAR.plusDays(1)).rows()).isEqualTo(60);
    FeatureDriver.Summary second = driver.run(NEW_YEAR.plusDays(2));
    assertThat(second.resumed()).isEqualTo(1);
    assertThat(second.rows()).isEqualTo(rows - 60);

    List<float[]> replayed = new ArrayList<>();
    Replay replay = core.start();
    log.forEach(e -> replay.on(e, row -> replayed.add(row.values()), late -> {}));
    List<Row> table = full.read(FeatureTable.of(core)).orderBy("offset").collectAsList();
    assertThat(table).hasSameSizeAs(replayed).hasSize((int) rows);
    for (int i = 0; i < table.size(); i++) {
      for (int c = 0; c < core.width(); c++) {
        float stored = table.get(i).getAs(core.outputNames().get(c));
        assertThat(Float.floatToRawIntBits(stored))
            .isEqualTo(Float.floatToRawIntBits(replayed.get(i)[c]));
      }
    }
    int spread = core.outputNames().indexOf("bid_ask_spread");
    assertThat(spread).isNotNegative();
    assertThat(replayed.get(replayed.size() - 1)[spread]).isPositive();
    assertThat(stored(daily, core)).isEqualTo(stored(full, core));
  }
}
