package org.tidemark.jobs.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.features.spark.CrossDriver;
import org.tidemark.features.spark.CrossTable;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.cli.TidemarkCommand;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.TestSpark;

/**
 * Promise 1 for three coins side by side, on recorded minutes of 2018: one run, runs day by day, a
 * plain loop member after member, restated rows after a late file, and a stream, however it is cut
 * and killed, give the same bits.
 */
class CrossIT {
  private static final LocalDate FIRST = LocalDate.parse("2018-01-01");
  private static final int DAYS = 2;

  @TempDir static Path folder;
  private static RecordedUniverse recorded;
  private static Map<String, List<Integer>> looped;
  private static TableStore full;
  private static CrossDriver.Summary once;

  private static TableStore lake(String name) {
    return new TableStore(TestSpark.session(), Lake.at(folder.resolve(name).toString()));
  }

  @BeforeAll
  static void runFully() throws IOException {
    recorded = RecordedUniverse.of(folder, FIRST, DAYS);
    looped = recorded.looped();
    full = lake("full");
    recorded.ingest(full, List.of(0, 1));
    once = new CrossDriver(full, RecordedUniverse.SET).run(FIRST.plusDays(DAYS));
    recorded.feed(folder.resolve("ticks"), 17);
  }

  @Test
  void aFullRunEqualsALoopMemberAfterMember() {
    assertThat(once.events()).isEqualTo(recorded.events()).isGreaterThan(7_000);
    assertThat(once.rows()).isEqualTo(looped.size());
    assertThat(once.rows() + once.waiting()).isEqualTo(once.events());
    assertThat(once.late()).isZero();
    RecordedUniverse.assertSameBits(RecordedUniverse.stored(full), looped);
  }

  @Test
  void runsDayByDayEqualAFullRunAndALateFileRestates() throws IOException {
    TableStore daily = lake("daily");
    FileUtils.copyDirectory(
        folder.resolve("full/market").toFile(), folder.resolve("daily/market").toFile());
    CrossDriver driver = new CrossDriver(daily, RecordedUniverse.SET);
    CrossDriver.Summary first = driver.run(FIRST.plusDays(1));
    CrossDriver.Summary second = driver.run(FIRST.plusDays(2));
    assertThat(first.events()).isPositive();
    assertThat(second.events()).isPositive();
    assertThat(first.events() + second.events()).isEqualTo(once.events());
    assertThat(first.rows() + second.rows()).isEqualTo(once.rows());
    RecordedUniverse.assertSameBits(RecordedUniverse.stored(daily), looped);
    assertThat(snapshots(daily)).isEqualTo(snapshots(full));

    List<Table> tables =
        List.of(CrossTable.of(RecordedUniverse.SET), Tables.FEATURE_STATE, Tables.FEATURE_SETS);
    List<Long> versions = tables.stream().map(daily::version).toList();
    assertThat(driver.run(FIRST.plusDays(2)).events()).isZero();
    assertThat(tables.stream().map(daily::version).toList()).isEqualTo(versions);
  }

  @Test
  void aLateFileOfOneMemberRestatesAll() {
    TableStore late = lake("late");
    recorded.ingest(late, List.of(0));
    CrossDriver driver = new CrossDriver(late, RecordedUniverse.SET);
    driver.run(FIRST.plusDays(1));
    recorded.ingest(late, 1, List.of("BTCUSD", "ETHUSD"));
    CrossDriver.Summary held = driver.run(FIRST.plusDays(2));
    assertThat(held.slowest()).isEqualTo("LTCUSD");
    assertThat(held.waiting()).as("bars that wait for a day of LTCUSD").isGreaterThan(2_000);
    recorded.ingest(late, 1, List.of("LTCUSD"));
    CrossDriver.Summary restated = driver.run(FIRST.plusDays(2));
    assertThat(restated.events()).isBetween(once.events() / 3, once.events() * 2 / 3);
    RecordedUniverse.assertSameBits(RecordedUniverse.stored(late), looped);
    assertThat(snapshots(late)).isEqualTo(snapshots(full));
  }

  /** The state reached at the last day, as hex. */
  private static List<String> snapshots(TableStore store) {
    return store
        .read(Tables.FEATURE_STATE)
        .where("until_date = date'%s'".formatted(FIRST.plusDays(DAYS)))
        .selectExpr("concat_ws(' ', instrument, events, rows, hex(snapshot))")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** As the nightly chain makes it, beside the features of each instrument. */
  @Test
  void theFeaturesJobMakesTheUniversesOfItsSettings() {
    TableStore lake = lake("job");
    recorded.ingest(lake, List.of(0));
    NightlyArgs args =
        new NightlyArgs(
            FIRST.plusDays(1),
            NightlyConfig.of(Map.of("universes", RecordedUniverse.SET.universe().id())),
            (done, of, what) -> {});
    FeaturesJob.Summary summary = new FeaturesJob().run(lake, args);
    assertThat(FeaturesJob.crossSets(args)).containsExactly(RecordedUniverse.SET);
    assertThat(summary.universes()).hasSize(1);
    assertThat(summary.universes().get(0).events()).isEqualTo(summary.events());
    Map<String, List<Integer>> day = RecordedUniverse.stored(lake);
    assertThat(day).hasSize((int) summary.universes().get(0).rows());
    Map<String, List<Integer>> same = new TreeMap<>(looped);
    same.keySet().retainAll(day.keySet());
    RecordedUniverse.assertSameBits(day, same);
  }

  @Test
  void theLookAheadVerbFindsNoLeak() {
    int code =
        TidemarkCommand.execute(
            "causality",
            "--lake",
            folder.resolve("full").toString(),
            "--features",
            RecordedUniverse.SET.universe().id(),
            "--from",
            FIRST.toString(),
            "--to",
            FIRST.plusDays(1).toString(),
            "--cuts",
            "2");
    assertThat(code).isZero();
    // Participation follows from times alone, which the control run leaves as they are.
    assertThat(
            full.read(Tables.CAUSALITY)
                .where("verdict = 'clean' or output = 'market_participation'")
                .count())
        .isEqualTo(RecordedUniverse.SET.outputNames().size());
  }

  @ParameterizedTest
  @CsvSource({"17, 1", "5, 4", "1, 17"})
  void aStreamEqualsTheFullRun(int filesPerBatch, int batches) throws StreamingQueryException {
    FeatureStream stream = recorded.stream(TestSpark.session(), "cut-" + batches);
    stream.run(filesPerBatch);
    assertThat(stream.batches()).isEqualTo(batches);
    assertThat(stream.refused()).isEmpty();
    assertThat(stream.valid()).isEqualTo(recorded.events());
    RecordedUniverse.assertSameBits(RecordedUniverse.bits(stream.closed()), looped);
  }

  @Test
  void aStreamKilledInEveryBatchEqualsTheFullRun() {
    FeatureStream stream = recorded.stream(TestSpark.session(), "killed");
    assertThat(stream.runKilled(5)).isEqualTo(4).isEqualTo(stream.batches());
    RecordedUniverse.assertSameBits(RecordedUniverse.bits(stream.closed()), looped);
    RecordedUniverse.assertSameBits(RecordedUniverse.bits(stream.closedBeforeDeath()), looped);
  }
}
