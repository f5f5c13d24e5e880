package org.tidemark.jobs.serve;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** Roll-back by live accuracy. */
class DegradationIT {
  private static final long MINUTE = 60_000_000_000L;
  private static final NightlyArgs ARGS =
      new NightlyArgs(
          RegistryLake.AS_OF, NightlyConfig.of(Map.of("label", "fixed-15m")), Progress.SILENT);

  @TempDir Path folder;
  private RegistryLake lake;
  private TableStore store;

  @BeforeEach
  void lakeWithVersions() throws IOException {
    lake = new RegistryLake(folder);
    store = lake.store();
  }

  @Test
  void liveAccuracyTellsPeopleOrRollsBack() {
    assertThat(Degradation.act(store, ARGS)).as("nothing was promised").isEmpty();
    promise(0.60);
    live(400, 100);
    assertThat(Degradation.act(store, ARGS).orElseThrow())
        .isEqualTo("v2 stays. 400 live outcomes are known; 500 are needed to judge.");
    live(1_000, 560);
    assertThat(Degradation.act(store, ARGS).orElseThrow()).startsWith("v2 stays. Accuracy is 0.56");
    live(1_000, 540);
    assertThat(Degradation.act(store, ARGS).orElseThrow()).endsWith("it goes on serving");
    assertThat(alerts()).containsExactly("live-accuracy v2 warning 6.0 5.0");
    assertThat(lake.aliases()).contains("v1 previous", "v2 champion");

    live(1_000, 480);
    assertThat(Degradation.act(store, ARGS).orElseThrow())
        .contains("a drop of 12.00 points")
        .endsWith("v1 serves again.");
    assertThat(alerts()).containsExactly("live-accuracy v2 critical 12.0 10.0");
    assertThat(lake.aliases()).contains("v1 champion", "v2 -");
    Row log = store.read(Tables.ROLLBACK_LOGS).head();
    assertThat(log.<String>getAs("from_version")).isEqualTo("v2");
    assertThat(log.<String>getAs("to_version")).isEqualTo("v1");
    assertThat(log.<Double>getAs("threshold")).isEqualTo(10);
  }

  /**
   * A roll-back that fails half-way has told people, and a rerun neither loses nor doubles that.
   */
  @Test
  void aCrashBetweenTheAlertAndTheRollBackLosesNeither() throws IOException {
    promise(0.60);
    live(1_000, 480);
    Path log = folder.resolve("models/rollback_logs");
    Files.createDirectories(log.getParent());
    Files.writeString(log, "not a table");
    assertThatThrownBy(() -> Degradation.act(store, ARGS)).isInstanceOf(Exception.class);
    assertThat(alerts()).containsExactly("live-accuracy v2 critical 12.0 10.0");
    assertThat(lake.aliases()).contains("v2 champion");

    Files.delete(log);
    assertThat(Degradation.act(store, ARGS).orElseThrow()).endsWith("v1 serves again.");
    assertThat(lake.aliases()).contains("v1 champion");
    // A rerun of the night judges the one that serves now, and leaves what was said of the other.
    assertThat(Degradation.act(store, ARGS)).as("nothing was promised of v1").isEmpty();
    promise("run-v1", 0.9);
    assertThat(Degradation.act(store, ARGS).orElseThrow()).startsWith("v1 stays. 0 live outcomes");
    assertThat(alerts()).containsExactly("live-accuracy v2 critical 12.0 10.0");
    assertThat(store.read(Tables.ROLLBACK_LOGS).count()).isEqualTo(1);
  }

  /** Two queries scored the same bars with one version: each bar counts once, by the share. */
  @Test
  void aBarThatTwoQueriesScoredCountsOnce() {
    promise(0.60);
    live(1_000, 560);
    store.append(
        Tables.SCORES,
        store
            .read(Tables.SCORES)
            .selectExpr(
                "* except (score, class_scores, query)",
                "'again' as query",
                "cast(1 - score as float) as score",
                "concat(slice(class_scores, 2, 1), slice(class_scores, 1, 1),"
                    + " slice(class_scores, 3, 1)) as class_scores")
            .localCheckpoint());
    assertThat(Degradation.act(store, ARGS).orElseThrow())
        .contains("Accuracy is 0.5000 over 1000 live outcomes");
  }

  /**
   * A night that was done again put another file under the name; the old one's bars are not its.
   */
  @Test
  void whatAnotherFileOfTheNameScoredDoesNotCount() {
    promise(0.60);
    live(1_000, 480);
    Row v2 = store.read(Tables.MODEL_REGISTRY).where("model_version = 'v2'").head();
    Dataset<Row> scores = store.read(Tables.SCORES);
    Dataset<Row> byFile =
        scores.withColumn(
            "onnx_sha256",
            when(expr("offset % 4 <> 0"), "of another file")
                .otherwise(v2.<String>getAs("onnx_sha256")));
    store.replace(Tables.SCORES, byFile.localCheckpoint(), "model = 'direction'");
    assertThat(Degradation.act(store, ARGS).orElseThrow())
        .startsWith("v2 stays. 250 live outcomes are known");
    assertThat(store.read(Tables.SCORES).count()).isEqualTo(1_050);
  }

  private List<String> alerts() {
    return store
        .read(Tables.ALERTS)
        .selectExpr("concat_ws(' ', rule, subject, severity, round(value, 6), threshold)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private void promise(double accuracy) {
    promise("run-v2", accuracy);
  }

  private void promise(String run, double accuracy) {
    store.append(
        Tables.MODEL_METRICS,
        store.rows(
            Tables.MODEL_METRICS,
            List.of(
                RowFactory.create(
                    run,
                    "logistic",
                    -1,
                    "accuracy",
                    "direction",
                    null,
                    "ALL",
                    "ALL",
                    "test",
                    accuracy,
                    null,
                    null,
                    9L,
                    "share"))));
  }

  /**
   * Scores of v2 with known labels, of which so many came true, and some that wait for theirs; one
   * in three as a version of three classes leaves it.
   */
  private void live(int rows, int right) {
    List<Row> scores = new ArrayList<>();
    List<Row> labels = new ArrayList<>();
    long end = ARGS.asOfNanos();
    for (int i = 0; i < rows + 50; i++) {
      long time = end - (rows + 20L - i) * MINUTE;
      float label = i % 2;
      float score = (i < right) == (label == 1) ? 0.7f : 0.2f;
      float[] three = {0.9f - score, score, 0.1f};
      boolean wide = i % 3 == 0;
      Timestamp at = new Timestamp(time / 1_000_000);
      scores.add(
          RowFactory.create(
              "X",
              (long) i,
              "v2",
              at,
              time,
              "direction",
              "hash",
              wide ? three[2] : score,
              "HOLD",
              1.0,
              "champion",
              "r",
              (long) i,
              0L,
              wide ? three : null,
              "live",
              null));
      if (i < rows) {
        labels.add(
            RowFactory.create("fixed-15m", "X", at, time, (long) i, time + MINUTE, label, 0.0));
      }
    }
    store.replace(Tables.SCORES, store.rows(Tables.SCORES, scores), "model = 'direction'");
    store.replace(Tables.LABELS, store.rows(Tables.LABELS, labels), "label_set = 'fixed-15m'");
  }
}
