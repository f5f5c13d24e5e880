package org.tidemark.jobs.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.cross.Universe;
import org.tidemark.features.set.CrossSets;
import org.tidemark.features.spark.CrossDriver;
import org.tidemark.features.spark.CrossTable;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.cli.TidemarkCommand;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.EndedStreams;
import org.tidemark.testkit.TestSpark;

/**
 * Promise 1 for three coins side by side, on recorded minutes of 2018: one run, runs day by day, a
 * plain loop member after member, restated rows after a late file, and a stream, however it is cut
 * and killed, give the same bits.
 */
@ExtendWith(EndedStreams.class)
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

  /** As the nightly chain runs it, beside the features of each instrument. */
  @Tag("slow")
  @Test
  void runsDayByDayAndAfterALateFileOfOneMemberEqualAFullRun() {
    TableStore daily = lake("daily");
    recorded.ingest(daily, List.of(0));
    CrossDriver.Summary first = night(daily, 1);
    assertThat(first.rows()).isPositive();
    recorded.ingest(daily, 1, List.of("BTCUSD", "ETHUSD"));
    CrossDriver driver = new CrossDriver(daily, RecordedUniverse.SET);
    CrossDriver.Summary held = driver.run(FIRST.plusDays(DAYS));
    assertThat(held.slowest()).isEqualTo("LTCUSD");
    assertThat(held.waiting()).as("bars that wait for a day of LTCUSD").isGreaterThan(2_000);
    recorded.ingest(daily, 1, List.of("LTCUSD"));
    CrossDriver.Summary restated = driver.run(FIRST.plusDays(DAYS));
    assertThat(first.events() + restated.events()).isEqualTo(once.events());
    assertThat(first.rows() + restated.rows()).isEqualTo(once.rows());
    RecordedUniverse.assertSameBits(RecordedUniverse.stored(daily), looped);
    assertThat(snapshots(daily)).hasSize(1).isEqualTo(snapshots(full));

    List<Table> tables =
        List.of(CrossTable.of(RecordedUniverse.SET), Tables.FEATURE_STATE, Tables.FEATURE_SETS);
    List<Long> versions = tables.stream().map(daily::version).toList();
    assertThat(driver.run(FIRST.plusDays(DAYS)).events()).isZero();
    assertThat(tables.stream().map(daily::version).toList()).isEqualTo(versions);
  }

  @Test
  void aMemberWithoutDataIsRefusedUntilItsDeclaredFirstDay() {
    CrossDriver without = driverWith("DOGE");
    assertThatThrownBy(() -> without.run(FIRST.plusDays(DAYS)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("declare its first day, as in DOGE[2018-01-01..]");
    CrossDriver.Summary later = driverWith("DOGE[2018-02-01..]").run(FIRST.plusDays(DAYS));
    assertThat(later.rows()).isEqualTo(once.rows());
  }

  private static CrossDriver driverWith(String member) {
    return new CrossDriver(
        full,
        CrossSets.of(
            Universe.parse("more@1:BTCUSD,ETHUSD,LTCUSD," + member), TimeBars.ofSeconds(60)));
  }

  private static CrossDriver.Summary night(TableStore store, int day) {
    NightlyArgs args =
        new NightlyArgs(
            FIRST.plusDays(day),
            NightlyConfig.of(Map.of("universes", RecordedUniverse.SET.universe().id())),
            Progress.SILENT);
    assertThat(FeaturesJob.crossSets(args)).containsExactly(RecordedUniverse.SET);
    FeaturesJob.Summary summary = new FeaturesJob().run(store, args);
    assertThat(summary.universes()).hasSize(1);
    assertThat(summary.universes().get(0).events()).isEqualTo(summary.events());
    return summary.universes().get(0);
  }

  /** The state reached at the last day, as hex. */
  private static List<String> snapshots(TableStore store) {
    return store
        .read(Tables.FEATURE_STATE)
        .where(
            "feature_set = 'cross_coins' and until_date = date'%s'".formatted(FIRST.plusDays(DAYS)))
        .selectExpr("concat_ws(' ', instrument, events, rows, hex(snapshot))")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Tag("slow")
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
  @CsvSource({"17, 1", "1, 17"})
  void aStreamEqualsTheFullRun(int filesPerBatch, int batches) throws StreamingQueryException {
    FeatureStream stream = recorded.stream(TestSpark.session(), "cut-" + batches);
    stream.run(filesPerBatch);
    assertThat(stream.batches()).isEqualTo(batches);
    assertThat(stream.refused()).isEmpty();
    assertThat(stream.valid()).isEqualTo(recorded.events());
    RecordedUniverse.assertSameBits(RecordedUniverse.bits(stream.closed()), looped);
  }

  @Tag("slow")
  @Test
  void aStreamKilledInEveryBatchEqualsTheFullRun() {
    FeatureStream stream = recorded.stream(TestSpark.session(), "killed");
    assertThat(stream.runKilled(5)).isEqualTo(4).isEqualTo(stream.batches());
    RecordedUniverse.assertSameBits(RecordedUniverse.bits(stream.closed()), looped);
    RecordedUniverse.assertSameBits(RecordedUniverse.bits(stream.closedBeforeDeath()), looped);
  }
}
