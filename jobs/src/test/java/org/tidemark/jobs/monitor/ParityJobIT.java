package org.tidemark.jobs.monitor;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Date;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.Fingerprint;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.streaming.score.LiveScorer;
import org.tidemark.streaming.score.Schedule;
import org.tidemark.streaming.score.ScorerSettings;
import org.tidemark.streaming.source.FolderSink;
import org.tidemark.streaming.source.TickFolder;
import org.tidemark.testkit.EndedStreams;
import org.tidemark.testkit.TestSpark;

/**
 * Two simulated days through the real scorer, then replayed in batch. Of three instruments one
 * begins cold, one goes on from a saved state, and one has a saved state of another log.
 */
@ExtendWith(EndedStreams.class)
class ParityJobIT {
  private static final FeatureSet SET = FeatureSets.bars40(Duration.ofMinutes(1));
  private static final LocalDate FIRST = LocalDate.parse("2024-01-01");
  private static final LocalDate SECOND = FIRST.plusDays(1);

  private static final long MORNING =
      FIRST.toEpochDay() * 86_400_000_000_000L + 21_600_000_000_000L;

  @TempDir static Path folder;
  private static TableStore store;
  private static long ticks;

  private static TableStore lake(String name) {
    return new TableStore(TestSpark.session(), Lake.at(folder.resolve(name).toString()));
  }

  private static NightlyArgs args(LocalDate asOf) {
    return new NightlyArgs(asOf, NightlyConfig.of(Map.of()), (done, of, what) -> {});
  }

  @BeforeAll
  static void scoreTwoDays() throws Exception {
    store = lake("lake");
    MarketModel market =
        MarketModel.standard(5, 3)
            .withSpan(FIRST.atStartOfDay().toInstant(ZoneOffset.UTC), 2)
            .withTradesPerMinute(1);
    List<InstrumentId> names = List.copyOf(market.instruments());
    Replay warm = SET.start();
    Replay foreign = SET.start();
    try (FolderSink feed = new FolderSink(folder.resolve("feed"), 3_000)) {
      for (var events = market.events(); events.hasNext(); ) {
        MarketEvent event = events.next();
        feed.send(event);
        if (event.eventTimeNanos() < MORNING && event.instrument().equals(names.get(1))) {
          warm.on(event, row -> {}, late -> {});
        }
      }
      feed.write("no tick");
    }
    for (var events = market.events(names.get(2)); events.hasNext(); ) {
      foreign.on(events.next(), row -> {}, late -> {});
    }
    state(names.get(1), SECOND, warm);
    state(names.get(2), FIRST, foreign);
    LiveScorer scorer =
        new LiveScorer(
            store,
            ScorerSettings.of(
                store.lake(),
                "live",
                "direction",
                TickFolder.at(folder.resolve("feed").toString()).withMaxFiles(2),
                SET,
                new Schedule.UntilIdle()));
    scorer.start().awaitTermination();
    LiveScorer.Totals totals = scorer.totals();
    assertThat(totals.batches()).isGreaterThan(1);
    assertThat(totals.bars()).isGreaterThan(4_000);
    ticks = totals.valid();
    assertThat(
            store
                .read(Tables.DEAD_LETTERS)
                .groupBy("reason")
                .count()
                .orderBy("reason")
                .collectAsList()
                .stream()
                .map(
                    row ->
                        row.getString(0)
                            + (row.getString(0).equals("DUPLICATE") ? "" : row.getLong(1))))
        .containsExactly("DUPLICATE", "MALFORMED_JSON1", "OTHER_LOG3");
  }

  /** A state that claims to have seen what was known at the start of a day. */
  private static void state(InstrumentId instrument, LocalDate until, Replay replay) {
    Row row =
        RowFactory.create(
            SET.name(),
            instrument.value(),
            Date.valueOf(until),
            SET.hash(),
            "TRADES@0",
            replay.lastOffset(),
            0L,
            0L,
            Long.MIN_VALUE,
            replay.snapshot());
    store.append(Tables.FEATURE_STATE, store.rows(Tables.FEATURE_STATE, List.of(row)));
  }

  private static TableStore copy(String name) throws IOException {
    FileUtils.copyDirectory(folder.resolve("lake").toFile(), folder.resolve(name).toFile());
    return lake(name);
  }

  private static String path(TableStore lake, Table table) {
    return "delta.`" + lake.lake().location(table) + "`";
  }

  @Test
  void everyTickIsReplayedOnceAndEveryLiveRowIsEqual() throws IOException {
    TableStore clean = copy("clean");
    ParityJob.Summary none = new ParityJob().run(clean, args(FIRST));
    assertThat(none.message()).isEqualTo("no live events up to the end of 2023-12-31");
    assertThat(clean.exists(Tables.PARITY)).isFalse();

    ParityJob.Summary first = new ParityJob().run(clean, args(SECOND));
    Fingerprint certificates = Fingerprint.of(clean.read(Tables.PARITY));
    Fingerprint states = Fingerprint.of(clean.read(Tables.PARITY_STATE));
    ParityJob.Summary second = new ParityJob().run(clean, args(SECOND.plusDays(1)));
    assertThat(first.message()).contains("0 bits differ from live");
    assertThat(first.instruments()).isEqualTo(3);
    assertThat(first.features()).isEqualTo(40);
    assertThat(first.rows()).isGreaterThan(1_500);
    assertThat(second.rows()).isGreaterThan(1_500);
    assertThat(first.ticks() + second.ticks()).isEqualTo(ticks);
    assertThat(first.rows() + second.rows()).isEqualTo(clean.read(Tables.LIVE_FEATURES).count());
    assertThat(
            clean
                .read(Tables.PARITY)
                .groupBy("date", "verdict")
                .count()
                .orderBy("date")
                .collectAsList()
                .toString())
        .isEqualTo("[[2024-01-01,equal,40], [2024-01-02,equal,40]]");

    assertThat(new ParityJob().run(clean, args(SECOND))).isEqualTo(first);
    assertThat(Fingerprint.of(clean.read(Tables.PARITY).where("date = '2024-01-01'")))
        .isEqualTo(certificates);
    assertThat(Fingerprint.of(clean.read(Tables.PARITY_STATE).where("until_date = '2024-01-02'")))
        .isEqualTo(states);
  }

  @Test
  void plantedFaultsAreFoundAndNamedEachOnItsDay() throws IOException {
    TableStore faulty = copy("faulty");
    Row victim =
        faulty
            .read(Tables.LIVE_FEATURES)
            .where("event_time_nanos > 1704096000000000000") // 08:00
            .orderBy("event_time_nanos", "instrument")
            .select("instrument", "offset", "features")
            .head();
    ByteBuffer bits = ByteBuffer.wrap(victim.<byte[]>getAs(2));
    int ulp = bits.getInt(5 * Float.BYTES) ^ 1;
    faulty
        .spark()
        .sql(
            "UPDATE %s SET features = overlay(features PLACING X'%s' FROM 21 FOR 4) WHERE instrument = '%s' AND offset = %d"
                .formatted(
                    path(faulty, Tables.LIVE_FEATURES),
                    HexFormat.of().toHexDigits(ulp),
                    victim.getString(0),
                    victim.getLong(1)));
    assertThatThrownBy(() -> new ParityJob().run(faulty, args(SECOND)))
        .isInstanceOf(ParityException.class)
        .hasMessageContaining("query live: 1 of 40 features of bars40 differ")
        .hasMessageContaining(
            "the first %s of %s at offset %d"
                .formatted(SET.outputNames().get(5), victim.getString(0), victim.getLong(1)));
    Row row =
        faulty
            .read(Tables.PARITY)
            .where("verdict = 'different'")
            .select(
                "output", "mismatched_rows", "mismatched_bits", "first_instrument", "first_offset")
            .head();
    assertThat(row.mkString(" "))
        .isEqualTo(
            "%s 1 1 %s %d"
                .formatted(SET.outputNames().get(5), victim.getString(0), victim.getLong(1)));
    assertThat(faulty.read(Tables.PARITY).where("verdict = 'equal'").count()).isEqualTo(39);
    // The next day, with a tick lost that few values would show.
    long lost =
        faulty
            .read(Tables.LIVE_TICKS)
            .where("instrument = '%s'".formatted(victim.getString(0)))
            .orderBy(col("offset").desc())
            .select("offset")
            .takeAsList(2)
            .get(1)
            .getLong(0);
    faulty
        .spark()
        .sql(
            "DELETE FROM %s WHERE instrument = '%s' AND offset = %d"
                .formatted(path(faulty, Tables.LIVE_TICKS), victim.getString(0), lost));
    assertThatThrownBy(() -> new ParityJob().run(faulty, args(SECOND.plusDays(1))))
        .isInstanceOf(ParityException.class)
        .hasMessageContaining("1 ticks are lost: micro-batch ")
        .hasMessageContaining("date = '2024-01-02'");
  }
}
