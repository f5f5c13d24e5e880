package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidemark.jobs.cli.ScoredRows.by;
import static org.tidemark.jobs.cli.ScoredRows.features;
import static org.tidemark.jobs.cli.ScoredRows.manifest;
import static org.tidemark.jobs.cli.ScoredRows.model;
import static org.tidemark.jobs.cli.ScoredRows.provisional;
import static org.tidemark.jobs.cli.ScoredRows.registered;
import static org.tidemark.jobs.cli.ScoredRows.scored;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.strategy.StrategySettings;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.learn.LinearModel;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.testkit.TestSpark;

/** The verb {@code explain-score} on scores that hold, were changed, or cannot be explained. */
class ExplainScoreVerbIT {
  private static final float[] FEATURES = {0.5f, Float.NaN};
  private static final float[] COLD = {Float.NaN, Float.NaN};

  @TempDir static Path folder;
  private static String lake;
  private static TableStore store;
  private static float score;

  @BeforeAll
  static void scores() throws IOException {
    lake = folder.resolve("lake").toString();
    store = new TableStore(TestSpark.session(), Lake.at(lake));
    LinearModel model = model(3);
    OnnxArtifact artifact = OnnxExport.of(model, Map.of());
    keep(artifact);
    score = model.score(FEATURES, 1)[0];
    register("v1", artifact);
    store.ensure(Tables.MODEL_MANIFESTS);
    store.append(
        Tables.SCORES,
        store.rows(
            Tables.SCORES,
            List.of(
                scored(10, "v1", "champion", score),
                scored(10, "v0", "shadow", 0.9f),
                scored(11, "v1", "champion", Math.nextUp(score)),
                scored(12, "v1", "champion", score),
                scored(15, "rule:flat", "rule", 0.5f),
                scored(16, "rule:stop_run_anticipation", "rule", (float) ((1 + SIGNAL) / 2)),
                scored(17, "rule:flat", "rule", 0.25f),
                in("again", scored(14, "v1", "champion", model.score(COLD, 1)[0])),
                in("live", scored(14, "v1", "champion", score)),
                of("volatility", scored(13, "v1", "champion", 0.4f)),
                scored(13, "v1", "champion", model.score(RISING, 1)[0]))));
    store.append(
        Tables.LIVE_FEATURES,
        store.rows(
            Tables.LIVE_FEATURES,
            List.of(
                features("again", 10, COLD),
                features("live", 10, FEATURES),
                features("live", 11, FEATURES),
                features("again", 14, COLD),
                features("live", 14, FEATURES),
                features("live", 15, FEATURES),
                features("live", 16, RISING),
                features("live", 17, FEATURES),
                features("live", 13, RISING))));
    store.append(
        Tables.LIVE_SIGNALS,
        store.rows(Tables.LIVE_SIGNALS, List.of(signal("live", SIGNAL), signal("again", 1))));
  }

  private static void keep(OnnxArtifact artifact) throws IOException {
    Path file = store.lake().localPath("artifacts/" + artifact.sha256() + ".onnx");
    Files.createDirectories(file.getParent());
    Files.write(file, artifact.bytes());
  }

  /** As a night does, also where it is done again: the row of the version is written over. */
  private static void register(String version, OnnxArtifact file) {
    store.upsert(
        Tables.MODEL_REGISTRY,
        store.rows(Tables.MODEL_REGISTRY, List.of(registered(version, file))),
        "model",
        "model_version");
  }

  /** Of a bar at the top of its range while rising: 0.5 of the way from 0.9 to 1. */
  private static final float[] RISING = {0.95f, 0.01f};

  private static final double SIGNAL = (0.95f - 0.9) / (1 - 0.9);

  private static Row signal(String query, double signal) {
    double value = (1 - 0.3) * signal + 0.3 * (2.0 * 0.75f - 1);
    return RowFactory.create(
        query,
        "BTCUSD",
        13L,
        "stop_run_anticipation",
        new Timestamp(0),
        0L,
        signal,
        "OFF",
        0.75f,
        "v1",
        0.3,
        value,
        "BUY",
        StrategySettings.STANDARD.id() + " share=0.3 gate=off",
        "hash",
        14L,
        3L);
  }

  /** The same row of a lake that notes the query. */
  private static Row in(String query, Row row) {
    Object[] values = new Object[row.size()];
    java.util.Arrays.setAll(values, row::get);
    values[15] = query;
    return RowFactory.create(values);
  }

  /** The same row of another model. */
  private static Row of(String model, Row row) {
    Object[] values = new Object[row.size()];
    java.util.Arrays.setAll(values, row::get);
    values[5] = model;
    return RowFactory.create(values);
  }

  private static Cli explain(long offset, String... more) {
    return at("--offset", offset, more);
  }

  private static Cli at(String place, long number, String... more) {
    List<String> words =
        new java.util.ArrayList<>(
            List.of("explain-score", "--lake", lake, "--instrument", "BTCUSD"));
    words.addAll(List.of(place, Long.toString(number)));
    words.addAll(List.of(more));
    return Cli.run(words.toArray(String[]::new));
  }

  /** Of two queries that stored features of the bar, the one that scored it is found. */
  @Test
  void aScoreThatHoldsComesOutAgainBitForBit() {
    Cli found = explain(10);
    assertThat(found.code()).as(found.err()).isZero();
    assertThat(found.out())
        .contains("model       direction v1, as champion: champion of the registry")
        .contains("stored by query live")
        .contains("again       " + score + ", same bits")
        .contains("why         not known");
  }

  @Test
  void signalsStoredWithTheBarComeOutAgainToo() {
    assertThat(explain(13).err())
        .contains("scored by v1 of direction, v1 of volatility; say which by --model");
    Cli found = explain(13, "--model", "direction");
    assertThat(found.code()).as(found.out() + found.err()).isZero();
    assertThat(found.out())
        .contains("signals     1 stored with the bar, same bits again")
        .contains("stop_run_anticipation " + SIGNAL + ", with 0.3 of the model ")
        .contains("gate OFF: BUY");

    store.append(
        Tables.LIVE_FEATURES,
        store.rows(Tables.LIVE_FEATURES, List.of(features("again", 13, RISING))));
    Cli other = explain(13, "--model", "direction");
    assertThat(other.code()).isEqualTo(5);
    assertThat(other.out()).contains("other bits again").contains("; now Signal[signal=" + SIGNAL);
  }

  @Test
  void aBarThatTwoQueriesScoredAsksForOne() {
    assertThat(explain(14).err())
        .contains("scored by v1 of direction in again, v1 of direction in live")
        .contains("--query");
    for (String query : List.of("again", "live")) {
      Cli found = explain(14, "--query", query);
      assertThat(found.code()).as(found.out() + found.err()).isZero();
      assertThat(found.out()).contains("stored by query " + query).contains("same bits");
    }
    assertThat(explain(14, "--query", "other").err()).contains("of query 'other'");
  }

  /** Of a signal the places of its columns are asked of the lake. */
  @Test
  void aRuleThatServedIsComputedAgain() {
    Cli flat = explain(15);
    assertThat(flat.code()).as(flat.out() + flat.err()).isZero();
    assertThat(flat.out()).contains("again       0.5, same bits").contains("why         a rule");
    assertThat(explain(17).code()).isEqualTo(5);
    assertThat(explain(16).err()).contains("features.feature_sets does not have the columns of");
    List<Row> columns = new java.util.ArrayList<>();
    for (String name : List.of("price_rank_100", "momentum_10")) {
      columns.add(
          RowFactory.create("s", "hash", columns.size(), name, 1, name, "u", "meaning", "time"));
    }
    store.append(Tables.FEATURE_SETS, store.rows(Tables.FEATURE_SETS, columns));
    Cli signal = explain(16);
    assertThat(signal.code()).as(signal.out() + signal.err()).isZero();
    assertThat(signal.out()).contains("rule:stop_run_anticipation, as rule").contains("same bits");
  }

  @Test
  void aScoreThatWasChangedIsFoundOut() {
    Cli found = explain(11);
    assertThat(found.code()).isEqualTo(5);
    assertThat(found.out()).contains("again       " + score + ", other bits");
  }

  /** An open bar has its features in its own row, and no signals. */
  @Test
  void aScoreOfATickIsComputedAgain() {
    assertThat(at("--tick", 13).err())
        .contains("live.provisional_scores has no row of instrument 'BTCUSD' at tick 13");
    store.append(
        Tables.PROVISIONAL_SCORES,
        store.rows(
            Tables.PROVISIONAL_SCORES,
            List.of(provisional(13, "v1", FEATURES, score), provisional(14, "v1", RISING, score))));
    Cli found = at("--tick", 13);
    assertThat(found.code()).as(found.out() + found.err()).isZero();
    assertThat(found.out())
        .contains("bar         BTCUSD still open, tick 13")
        .contains("again       " + score + ", same bits")
        .doesNotContain("signals ");
    assertThat(at("--tick", 14).code()).isEqualTo(5);
    assertThat(Cli.run("explain-score", "--lake", lake, "--instrument", "BTCUSD").code())
        .isEqualTo(2);
    assertThat(at("--tick", 13, "--offset", "13").code()).isEqualTo(2);
  }

  /** A night that was done again has put another file under the version since. */
  @Test
  void theFileIsTheOneThatTheRowNames() throws IOException {
    OnnxArtifact first = OnnxExport.of(model(3), Map.of());
    OnnxArtifact second = OnnxExport.of(model(4), Map.of());
    float other = model(4).score(RISING, 1)[0];
    float risen = model(3).score(RISING, 1)[0];
    assertThat(other).isNotEqualTo(risen);
    keep(second);
    register("v2", first);
    store.append(
        Tables.SCORES,
        store.rows(
            Tables.SCORES,
            List.of(
                by(first, scored(18, "v2", "champion", risen)),
                by(second, scored(19, "v2", "champion", other)),
                scored(20, "v2", "champion", risen))));
    store.append(
        Tables.LIVE_FEATURES,
        store.rows(
            Tables.LIVE_FEATURES,
            List.of(
                features("live", 18, RISING),
                features("live", 19, RISING),
                features("live", 20, RISING))));
    store.append(
        Tables.PROVISIONAL_SCORES,
        store.rows(
            Tables.PROVISIONAL_SCORES, List.of(by(first, provisional(18, "v2", RISING, risen)))));
    Cli before = explain(20);
    assertThat(before.code()).as(before.out() + before.err()).isZero();

    register("v2", second);
    Cli guessed = explain(20);
    assertThat(guessed.code()).as("a row that names no file").isEqualTo(5);
    assertThat(guessed.out()).contains("file        " + second.sha256()).contains("other bits");
    assertThat(explain(19).out()).contains("again       " + other + ", same bits");
    // A manifest that cannot be read: it is that of the other file, and nobody may look at it.
    store.append(
        Tables.MODEL_MANIFESTS,
        store.rows(Tables.MODEL_MANIFESTS, List.of(manifest("v2", second, "not read"))));
    for (Cli found : List.of(explain(18), at("--tick", 18))) {
      assertThat(found.code()).as(found.out() + found.err()).isZero();
      assertThat(found.out())
          .contains("file        " + first.sha256())
          .contains("again       " + risen + ", same bits")
          .contains("why         not known");
    }
  }

  @Test
  void whatCannotBeExplainedIsNamed() {
    assertThat(explain(99).err()).contains("no row of instrument 'BTCUSD' at offset 99");
    assertThat(explain(10, "--model-version", "v7").err())
        .contains("scored by v0 of direction, v1 of direction");
    assertThat(explain(10, "--model-version", "v0").err()).contains("no longer registered");
    Cli bare = explain(12);
    assertThat(bare.code()).isEqualTo(1);
    assertThat(bare.err()).contains("live.features has no features of that bar");
  }
}
