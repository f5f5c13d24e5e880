package org.tidemark.jobs.serve;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.monitor.PromotionChecklist;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;
import org.tidemark.models.learn.LinearModel;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.testkit.TestSpark;

/** Promotion and roll-back, by hand and by live accuracy. */
class ServingIT {
  private static final long MINUTE = 60_000_000_000L;
  private static final LocalDate AS_OF = LocalDate.of(2024, 1, 2);
  private static final NightlyArgs ARGS =
      new NightlyArgs(AS_OF, NightlyConfig.of(Map.of("label", "fixed-15m")), Progress.SILENT);

  @TempDir Path folder;
  private TableStore store;

  @BeforeEach
  void lakeWithThreeVersions() throws IOException {
    store = new TableStore(TestSpark.session(), Lake.at(folder.toString()));
    register("v1", Optional.of("previous"), true);
    register("v2", Optional.of("champion"), true);
    register("v3", Optional.empty(), true);
    register("unproven", Optional.empty(), false);
  }

  private void register(String version, Optional<String> alias, boolean holds) throws IOException {
    double slope = version.hashCode() % 7 + 0.5;
    LinearModel model =
        LinearModel.of(
            ("{\"link\":\"SIGMOID\",\"means\":[0],\"deviations\":[1],\"coefficients\":[["
                    + slope
                    + "]],\"intercepts\":[0]}")
                .getBytes(StandardCharsets.UTF_8),
            new Target.Binary(),
            List.of("x"),
            "hash");
    OnnxArtifact artifact = OnnxExport.of(model, Map.of("version", version));
    Path file = folder.resolve("artifacts/" + artifact.sha256() + ".onnx");
    Files.createDirectories(file.getParent());
    Files.write(file, artifact.bytes());
    Row row =
        RowFactory.create(
            "direction",
            version,
            alias.orElse(null),
            "PRODUCTION",
            "c",
            "f",
            "logistic",
            "binary",
            "fixed-15m",
            "s",
            "hash",
            artifact.sha256(),
            (long) artifact.bytes().length,
            "p",
            "ALL",
            "score",
            Date.valueOf(AS_OF),
            "run-" + version,
            "put here by the test");
    store.append(Tables.MODEL_REGISTRY, store.rows(Tables.MODEL_REGISTRY, List.of(row)));
    Row certificate =
        RowFactory.create(
            "direction",
            version,
            "onnx-parity",
            "run-" + version,
            artifact.sha256(),
            100L,
            holds ? 0L : 3L,
            0.0,
            1e-6,
            holds,
            holds ? "100 rows" : "3 flips");
    store.append(Tables.CERTIFICATES, store.rows(Tables.CERTIFICATES, List.of(certificate)));
  }

  private List<String> aliases() {
    return store
        .read(Tables.MODEL_REGISTRY)
        .orderBy("model_version")
        .selectExpr("concat(model_version, ' ', coalesce(alias, '-'))")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void promotionAndRollBackMoveAllAliasesInOneCommit() {
    long before = store.version(Tables.MODEL_REGISTRY);
    Serving serving = Serving.of(store, "direction");
    serving.promote(serving.promotion("v3", "by hand: trial"));
    assertThat(aliases()).containsExactly("unproven -", "v1 -", "v2 previous", "v3 champion");
    assertThat(store.version(Tables.MODEL_REGISTRY)).isEqualTo(before + 1);

    Serving back = Serving.of(store, "direction");
    Serving.Change change = back.rollBack(Optional.empty(), "rolled back by hand: off");
    back.rollBack(change, new Serving.Trigger("r", Serving.BY_HAND, Double.NaN, Double.NaN, "me"));
    assertThat(aliases()).containsExactly("unproven -", "v1 -", "v2 champion", "v3 -");
    assertThat(store.version(Tables.MODEL_REGISTRY)).isEqualTo(before + 2);
    Row log = store.read(Tables.ROLLBACK_LOGS).head();
    assertThat(log.mkString(" ")).startsWith("direction r v3 v2 by hand NaN NaN me");

    Serving named = Serving.of(store, "direction");
    assertThatThrownBy(() -> named.rollBack(Optional.empty(), "again"))
        .hasMessageContaining("no previous version; name one with --to VERSION");
    assertThat(named.rollBack(Optional.of("v1"), "further").to()).isEqualTo("v1");
  }

  /** Two people, or a person and the night, that read the versions at the same time. */
  @Test
  void whatAnotherHasChangedMeanwhileIsNotUndone() {
    Serving late = Serving.of(store, "direction");
    Serving.Change promotion = late.promotion("v1", "by hand: late");
    Serving.Change back = late.rollBack(Optional.empty(), "late");
    Serving first = Serving.of(store, "direction");
    first.promote(first.promotion("v3", "by hand: first"));
    List<String> after = aliases();
    assertThat(after).containsExactly("unproven -", "v1 -", "v2 previous", "v3 champion");
    assertThatThrownBy(() -> late.promote(promotion))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("somebody has changed the versions of model 'direction'");
    Serving.Trigger trigger = new Serving.Trigger("r", Serving.BY_HAND, 0, 0, "me");
    assertThatThrownBy(() -> late.rollBack(back, trigger)).hasMessageContaining("changed");
    assertThat(aliases()).isEqualTo(after);
    assertThat(store.read(Tables.ROLLBACK_LOGS).count()).isZero();
  }

  @Test
  void whatBecomesOfAnotherModelMeanwhileIsNoHindrance() {
    Serving serving = Serving.of(store, "direction");
    Serving.Change change = serving.promotion("v3", "by hand: trial");
    store.append(
        Tables.MODEL_REGISTRY,
        store
            .read(Tables.MODEL_REGISTRY)
            .where("model_version = 'v2'")
            .withColumn("model", lit("volatility")));
    serving.promote(change);
    assertThat(aliases())
        .containsExactlyInAnyOrder(
            "unproven -", "v1 -", "v2 previous", "v2 champion", "v3 champion");
  }

  /** Whichever of two champions is promoted, the other one is champion no more. */
  @Test
  void ofTwoChampionsEitherMayBePromoted() throws IOException {
    register("v4", Optional.of("champion"), true);
    for (String right : List.of("v2", "v4")) {
      Serving serving = Serving.of(store, "direction");
      assertThat(serving.promotion(right, "by hand: this one").from())
          .contains(right.equals("v2") ? "v4" : "v2");
    }
    Serving serving = Serving.of(store, "direction");
    serving.promote(serving.promotion("v2", "by hand: this one"));
    assertThat(aliases())
        .containsExactly("unproven -", "v1 -", "v2 champion", "v3 -", "v4 previous");
    assertThatThrownBy(() -> Serving.of(store, "direction").promotion("v2", "again"))
        .hasMessageContaining("serves already");
  }

  @Test
  void whatIsCheckedBeforeAPromotionByHand() {
    PromotionChecklist fit = PromotionChecklist.of(store, "direction", "v3");
    assertThat(fit.refused()).isEmpty();
    assertThat(fit.gates())
        .extracting(gate -> gate.verdict() + " " + gate.name())
        .containsExactly(
            "HOLDS certificates hold and the file opens",
            "WARNS tried before",
            "HOLDS a row under 10 ms",
            "HOLDS a fallback is ready");
    assertThat(fit.gates().get(3).detail()).isEqualTo("v2");
    PromotionChecklist unfit = PromotionChecklist.of(store, "direction", "unproven");
    assertThat(unfit.refused())
        .singleElement()
        .satisfies(gate -> assertThat(gate.detail()).contains("onnx-parity (3 flips)"));
  }

  @Test
  void whatMayNotServeIsRefusedAndNothingMoves() throws IOException {
    List<String> before = aliases();
    Serving serving = Serving.of(store, "direction");
    assertThatThrownBy(() -> serving.promotion("unproven", "r"))
        .hasMessageContaining("its certificate does not hold: onnx-parity (3 flips)");
    assertThatThrownBy(() -> serving.promotion("v2", "r")).hasMessageContaining("serves already");
    assertThatThrownBy(() -> serving.promotion("v9", "r"))
        .hasMessageContaining("no version 'v9' of model 'direction'");
    String sha256 =
        store
            .read(Tables.MODEL_REGISTRY)
            .where("model_version = 'v1'")
            .select("onnx_sha256")
            .head()
            .getString(0);
    Path file = folder.resolve("artifacts/" + sha256 + ".onnx");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> serving.rollBack(Optional.empty(), "r"))
        .hasMessageContaining("version 'v1' may not serve")
        .hasMessageContaining("SHA-256");
    Files.delete(file);
    assertThatThrownBy(() -> serving.rollBack(Optional.empty(), "r"))
        .hasMessageContaining("no file");
    store.replace(
        Tables.CERTIFICATES,
        store.read(Tables.CERTIFICATES).where("false"),
        "model_version = 'v3'");
    assertThatThrownBy(() -> serving.promotion("v3", "r"))
        .hasMessageContaining("has no certificate");
    assertThat(aliases()).isEqualTo(before);
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
    assertThat(aliases()).contains("v1 previous", "v2 champion");

    live(1_000, 480);
    assertThat(Degradation.act(store, ARGS).orElseThrow())
        .contains("a drop of 12.00 points")
        .endsWith("v1 serves again.");
    assertThat(alerts()).containsExactly("live-accuracy v2 critical 12.0 10.0");
    assertThat(aliases()).contains("v1 champion", "v2 -");
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
    assertThat(aliases()).contains("v2 champion");

    Files.delete(log);
    assertThat(Degradation.act(store, ARGS).orElseThrow()).endsWith("v1 serves again.");
    assertThat(aliases()).contains("v1 champion");
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
