package org.tidemark.jobs.monitor;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.alarm.AlertSink;
import org.tidemark.jobs.serve.Registered;
import org.tidemark.jobs.serve.Scorer;
import org.tidemark.jobs.train.Retraining;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** What the monitor makes of live rows: alerts, triggers, a series of quality. */
@Tag("slow")
class LiveMonitorIT {
  @TempDir Path folder;
  private LiveLake lake;
  private TableStore store;

  @BeforeEach
  void aChampionWithFrozenBins() {
    lake = new LiveLake(folder.resolve("lake"));
    store = lake.store;
  }

  @Test
  void whatDriftsIsToldOnceAsksForAFitAndEnds() throws Exception {
    Path log = folder.resolve("alerts.jsonl");
    lake.live(lake.bars(0.8), 0);
    for (int batch = 1; batch < LiveLake.BATCHES; batch++) {
      lake.live(lake.bars(0.8), batch);
    }
    // One that was killed when it had counted, and told nobody; no bar has come since.
    new LiveDrift(store, "live", "direction", Duration.ofHours(1), Duration.ofHours(24))
        .look(Registered.of(store, "direction").rows().stream().map(Scorer::of).toList());
    LiveMonitor.Look look = monitor(log).look(LiveLake.NOW);
    assertThat(look.champion()).isEqualTo("v1");
    assertThat(look.raised()).isEqualTo(1);
    assertThat(look.triggers()).isEqualTo(1);
    assertThat(look.delivered()).isEqualTo(1);
    assertThat(look.psi().get("v1").get(lake.reference.get(3).feature())).isGreaterThan(0.3);
    // Another process, the same condition: nothing is told again.
    LiveMonitor.Look again = monitor(log).look(LiveLake.NOW.plusSeconds(60));
    assertThat(again.raised() + again.triggers() + again.delivered()).isZero();
    assertThat(again.open()).isEqualTo(1);
    assertThat(Files.readAllLines(log))
        .singleElement()
        .asString()
        .contains(
            "\"rule\":\"feature-psi\"", lake.reference.get(3).feature(), "\"event\":\"warning\"");
    Row asked = store.read(Tables.RETRAIN_TRIGGERS).head();
    assertThat(asked.<String>getAs("model")).isEqualTo("direction");
    assertThat(Retraining.waiting(store, "other")).isEmpty();
    assertThat(Retraining.waiting(store, "direction"))
        .singleElement()
        .asString()
        .startsWith("feature-psi of v1: Features against what v1 was fitted on");
    assertThat(Retraining.take(store, "direction", "nightly-b")).hasSize(1);
    assertThat(Retraining.take(store, "direction", "nightly-a")).as("taken once").isEmpty();
    assertThat(Retraining.take(store, "direction", "nightly-b")).as("a rerun").hasSize(1);
    assertThat(Retraining.waiting(store, "direction")).isEmpty();
    assertThat(Retraining.waiting(store, "direction", "nightly-c")).as("b broke off").hasSize(1);
    assertThat(Retraining.take(store, "direction", "nightly-c")).hasSize(1);
    assertThat(Retraining.taken(store, "direction", "nightly-b")).isEmpty();
    store.append(
        Tables.RUNS,
        store.rows(
            Tables.RUNS,
            List.of(
                RowFactory.create(
                    "nightly-c",
                    "register",
                    "done",
                    Date.valueOf("2024-01-09"),
                    "",
                    "{}",
                    "{}",
                    1.0,
                    "",
                    "{}"))));
    assertThat(Retraining.take(store, "direction", "nightly-d")).as("c registered").isEmpty();
    // Another version serves: the alert about this one is over.
    store.upsert(
        Tables.MODEL_REGISTRY,
        store.read(Tables.MODEL_REGISTRY).selectExpr("* except (alias)", "'previous' as alias"),
        "model",
        "model_version");
    assertThat(monitor(log).look(LiveLake.NOW.plusSeconds(120)).ended()).isEqualTo(1);
    assertThat(Files.readAllLines(log)).hasSize(2);
    assertThat(store.read(Tables.RETRAIN_TRIGGERS).count()).isEqualTo(1);
  }

  /** A limit that somebody has set wrongly fails each look, and the scorer's alerts go out. */
  @Test
  void aLookThatFailsHasSentWhatWaited() throws Exception {
    Path log = folder.resolve("alerts.jsonl");
    for (int batch = 0; batch < LiveLake.BATCHES; batch++) {
      lake.live(lake.bars(0), batch);
    }
    store.append(
        Tables.ALERTS,
        store.rows(
            Tables.ALERTS,
            List.of(
                RowFactory.create(
                    "live-live@3",
                    "champion-refused",
                    "v1",
                    "critical",
                    1.0,
                    0.0,
                    "v0 serves",
                    null))));
    store.upsert(
        Tables.ALERT_RULES,
        store.rows(
            Tables.ALERT_RULES,
            List.of(RowFactory.create("latency", "model", 20.0, 10.0, 50L, false, "milliseconds"))),
        "rule",
        "subject");
    assertThatThrownBy(() -> monitor(log).look(LiveLake.NOW))
        .hasMessageContaining("rule latency: warning_above 20.0 must not exceed critical_above 10")
        .hasMessageContaining("change the row in models.alert_rules");
    assertThat(Files.readAllLines(log))
        .singleElement()
        .asString()
        .contains("\"rule\":\"champion-refused\"");
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

  /** A label counts when its span is over; accuracy below the promise is told at both limits. */
  @Test
  void qualityIsASeriesOfWhatWasKnownAndADropIsTold() {
    Path log = folder.resolve("alerts.jsonl");
    List<LiveLake.LiveBar> bars = lake.bars(0);
    for (int batch = 0; batch < LiveLake.BATCHES; batch++) {
      lake.live(bars, batch);
    }
    lake.promiseAnAccuracy(0.95);
    List<Row> labels = new ArrayList<>();
    int right = 0;
    int known = 0;
    int knownByMidnight = 0;
    for (LiveLake.LiveBar b : bars) {
      long span = b.nanos() + LiveLake.HOUR / 2;
      boolean hit = b.offset() % 10 < 8;
      float label = hit == b.score() > 0.5 ? 1 : 0;
      labels.add(
          RowFactory.create(
              "fixed-15m", b.instrument(), b.time(), b.nanos(), b.offset(), span, label, 0.001));
      if (span <= LiveLake.MIDNIGHT + 6 * LiveLake.HOUR) {
        known++;
        right += hit ? 1 : 0;
        knownByMidnight += span <= LiveLake.MIDNIGHT ? 1 : 0;
      }
    }
    store.append(Tables.LABELS, store.rows(Tables.LABELS, labels));
    LiveMonitor.Look look = monitor(log).look(LiveLake.NOW);
    assertThat(known).isLessThan(bars.size());
    assertThat(look.quality().get("v1").get("accuracy")).isEqualTo((double) right / known);
    assertThat(look.quality().get("v1"))
        .containsKeys(
            "auc", "weighted_f1", "precision_class_0", "recall_class_1", "calibration_error");
    assertThat(look.raised()).isEqualTo(1);
    assertThat(
            store
                .read(Tables.ALERTS)
                .selectExpr("concat_ws(' ', rule, subject, severity, threshold)")
                .head()
                .getString(0))
        .isEqualTo("accuracy-drop v1 critical 10.0");
    List<Row> series =
        store
            .read(Tables.LIVE_QUALITY)
            .where("metric = 'accuracy'")
            .orderBy("window_to_nanos")
            .select("window_to_nanos", "n")
            .collectAsList();
    assertThat(series)
        .extracting(Row::toString)
        .containsExactly(
            "["
                + (LiveLake.MIDNIGHT - 24 * LiveLake.HOUR)
                + ","
                + before(labels, LiveLake.MIDNIGHT - 24 * LiveLake.HOUR)
                + "]",
            "[" + LiveLake.MIDNIGHT + "," + knownByMidnight + "]",
            "[" + (LiveLake.MIDNIGHT + 24 * LiveLake.HOUR) + "," + known + "]");
  }

  private static final String THREE = "three-15m-10bp";

  /** A version of three classes has a series of its own metrics. */
  @Test
  void qualityOfThreeClassesIsThatOfTheMostProbableOne() {
    List<LiveLake.LiveBar> bars = lake.bars(0);
    for (int batch = 0; batch < LiveLake.BATCHES; batch++) {
      lake.live(bars, batch);
    }
    store.replace(
        Tables.SCORES,
        store
            .read(Tables.SCORES)
            .withColumn(
                "class_scores",
                expr("transform(array(0, 1, 2), k -> if(offset % 3 = k, 0.6f, 0.2f))"))
            .localCheckpoint(),
        "true");
    store.replace(
        Tables.MODEL_REGISTRY,
        store.read(Tables.MODEL_REGISTRY).withColumn("target", lit("multiclass")).localCheckpoint(),
        "true");
    Dataset<Row> manifest = store.read(Tables.MODEL_MANIFESTS);
    store.replace(
        Tables.MODEL_MANIFESTS,
        manifest
            .selectExpr(
                Stream.of(manifest.schema().fields())
                    .map(
                        field ->
                            field.dataType().equals(DataTypes.StringType)
                                ? "replace(%1$s, 'fixed-15m', '%2$s') as %1$s"
                                    .formatted(field.name(), THREE)
                                : field.name())
                    .toArray(String[]::new))
            .localCheckpoint(),
        "true");
    List<Row> labels = new ArrayList<>();
    int right = 0;
    for (LiveLake.LiveBar b : bars) {
      boolean hit = b.offset() % 10 < 7;
      float label = (b.offset() + (hit ? 0 : 1)) % 3;
      right += hit ? 1 : 0;
      long span = b.nanos() + 1;
      labels.add(
          RowFactory.create(
              THREE, b.instrument(), b.time(), b.nanos(), b.offset(), span, label, 0.001));
    }
    store.append(Tables.LABELS, store.rows(Tables.LABELS, labels));
    LiveMonitor.Look look =
        monitor(folder.resolve("three.jsonl")).look(LiveLake.NOW.plus(Duration.ofDays(1)));
    assertThat(look.quality().get("v1").get("accuracy")).isEqualTo((double) right / bars.size());
    assertThat(look.quality().get("v1")).containsKeys("log_loss", "recall_class_2");
  }

  private static long before(List<Row> labels, long nanos) {
    return labels.stream().filter(row -> row.getLong(5) <= nanos).count();
  }
}
