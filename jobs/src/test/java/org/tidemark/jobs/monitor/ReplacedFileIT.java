package org.tidemark.jobs.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.alarm.AlertSink;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** A night that is done again registers another file under the name of the one before. */
@Tag("slow")
class ReplacedFileIT {
  @TempDir Path folder;
  private LiveLake lake;
  private TableStore store;

  @BeforeEach
  void aChampionWithFrozenBins() {
    lake = new LiveLake(folder.resolve("lake"));
    store = lake.store;
  }

  private LiveMonitor monitor(Path log) {
    return new LiveMonitor(
        store,
        "live",
        "direction",
        Duration.ofHours(1),
        Duration.ofHours(24),
        List.of(AlertSink.of("log=file:" + log)));
  }

  /** Half of them are 1. */
  private void labelsOf(List<LiveLake.LiveBar> bars) {
    store.append(
        Tables.LABELS,
        store.rows(
            Tables.LABELS,
            bars.stream()
                .map(
                    b ->
                        RowFactory.create(
                            "fixed-15m",
                            b.instrument(),
                            b.time(),
                            b.nanos(),
                            b.offset(),
                            b.nanos() + 1,
                            (float) (b.offset() % 2),
                            0.001))
                .toList()));
  }

  /** Alerts, figures and counts of the file before are not its own. */
  @Test
  void whatAFileDidIsNotHeldAgainstAnotherOfItsName() {
    Path log = folder.resolve("alerts.jsonl");
    lake.promiseAnAccuracy(0.95);
    store.upsert(
        Tables.ALERT_RULES,
        store.rows(
            Tables.ALERT_RULES,
            List.of(
                RowFactory.create("accuracy-drop", "*", 5.0, 10.0, 1L, true, "percentage points"),
                RowFactory.create("feature-psi", "*", 0.3, Double.NaN, 1L, true, "index"))),
        "rule",
        "subject");
    List<LiveLake.LiveBar> bars = lake.bars(0.8);
    List<LiveLake.LiveBar> mine = bars.stream().filter(b -> b.batch() == 1).toList();
    labelsOf(bars.stream().filter(b -> b.batch() == 0).toList());
    lake.live(bars, 0);
    LiveMonitor monitor = monitor(log);
    Instant now = LiveLake.NOW.plus(Duration.ofDays(1));
    assertThat(monitor.look(now).raised()).as("accuracy and features").isEqualTo(2);
    assertThat(LakeStatus.of(store, now).models().get(0).quality()).containsKey("accuracy");

    Dataset<Row> before = store.read(Tables.MODEL_REGISTRY).localCheckpoint();
    lake.register("another");
    Dataset<Row> after = store.read(Tables.MODEL_REGISTRY).localCheckpoint();
    store.replace(Tables.MODEL_REGISTRY, before, "true");
    LiveMonitor.Look between = monitor(log).look(now.plusSeconds(30));
    assertThat(between.ended()).as("the manifest is written before it is registered").isZero();
    assertThat(between.open()).isEqualTo(2);
    store.replace(Tables.MODEL_REGISTRY, after, "true");
    LiveMonitor.Look look = monitor.look(now.plusSeconds(60));
    assertThat(look.ended()).isEqualTo(2);
    assertThat(look.open() + look.raised()).isZero();
    assertThat(look.quality()).isEmpty();
    assertThat(look.psi().getOrDefault("v1", Map.of())).isEmpty();
    LakeStatus.Model status = LakeStatus.of(store, now).models().get(0);
    assertThat(status.quality()).isEmpty();
    assertThat(status.highestPsi()).isEmpty();
    assertThat(monitor(log).look(now.plusSeconds(120)).open()).as("a new process").isZero();

    lake.live(bars, 1);
    labelsOf(mine);
    look = monitor.look(now.plusSeconds(180));
    assertThat(look.raised()).isEqualTo(2);
    assertThat(look.quality().get("v1").get("accuracy"))
        .isEqualTo(
            (double) mine.stream().filter(b -> b.score() > 0.5 == (b.offset() % 2 == 1)).count()
                / mine.size());
    assertThat(
            store
                .read(Tables.LIVE_DRIFT)
                .where("feature = 'score' and onnx_sha256 = 'another'")
                .selectExpr("max(n_current)")
                .head()
                .getLong(0))
        .as("of the newest window, which only that file scored in part")
        .isEqualTo(
            mine.stream().filter(b -> b.nanos() > LiveLake.MIDNIGHT - 18 * LiveLake.HOUR).count());
    status = LakeStatus.of(store, now).models().get(0);
    assertThat(status.quality()).containsKey("accuracy");
    assertThat(status.highestPsi()).isPresent();

    // Where the next file has scored and labels are known before anybody looks, they are its own.
    List<LiveLake.LiveBar> later =
        mine.stream()
            .map(
                b ->
                    new LiveLake.LiveBar(
                        b.instrument(), b.offset() + 1_000, b.nanos() + 1, 2, b.values()))
            .toList();
    lake.register("third");
    lake.live(later, 2);
    labelsOf(later);
    look = monitor(log).look(now.plusSeconds(240));
    assertThat(look.ended()).isEqualTo(2);
    assertThat(look.raised()).isEqualTo(2);
    assertThat(
            store
                .read(Tables.ALERTS)
                .groupBy("onnx_sha256")
                .count()
                .orderBy("onnx_sha256")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly("[another,2]", "[sha,2]", "[third,2]");
  }
}
