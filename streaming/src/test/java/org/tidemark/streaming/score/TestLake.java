package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.streaming.source.TickFolder;
import org.tidemark.streaming.source.TickSource;
import org.tidemark.testkit.TestSpark;

/** A lake in a folder with a registry, and the scorer over it. */
public final class TestLake {
  public final TableStore store;
  final Path folder;

  public TestLake(Path folder) {
    this.folder = folder;
    this.store = new TableStore(TestSpark.session(), Lake.at(folder.toString()));
  }

  /** Registers a version with this file and makes it the only champion. */
  public void champion(String version, OnnxArtifact artifact) {
    store(artifact);
    register(version, artifact.sha256(), artifact.bytes().length);
  }

  void store(OnnxArtifact artifact) {
    Path file = store.lake().localPath("artifacts/" + artifact.sha256() + ".onnx");
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, artifact.bytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  public void register(String version, String sha256, long bytes) {
    store.replace(
        Tables.MODEL_REGISTRY,
        store.rows(
            Tables.MODEL_REGISTRY, List.of(row(version, sha256, bytes, "champion", "PRODUCTION"))),
        "model = 'direction'");
  }

  /** Adds a version beside those there. */
  void beside(String version, OnnxArtifact artifact, String alias, String tier) {
    store(artifact);
    store.append(
        Tables.MODEL_REGISTRY,
        store.rows(
            Tables.MODEL_REGISTRY,
            List.of(row(version, artifact.sha256(), artifact.bytes().length, alias, tier))));
  }

  /** Another model with a champion. */
  void champion(String model, String version, OnnxArtifact artifact) {
    store(artifact);
    store.append(
        Tables.MODEL_REGISTRY,
        store.rows(
            Tables.MODEL_REGISTRY,
            List.of(
                row(
                    model,
                    version,
                    artifact.sha256(),
                    artifact.bytes().length,
                    "champion",
                    "PRODUCTION"))));
  }

  /** All versions of a model predict other labels. */
  void relabel(String model, String labelSet) {
    relabelWhere("model = '" + model + "'", labelSet);
  }

  /** A version predicts other labels. */
  void relabelVersion(String version, String labelSet) {
    relabelWhere("model_version = '" + version + "'", labelSet);
  }

  private void relabelWhere(String mine, String labelSet) {
    List<Row> rows = store.read(Tables.MODEL_REGISTRY).where(mine).collectAsList();
    store.replace(
        Tables.MODEL_REGISTRY,
        store
            .rows(Tables.MODEL_REGISTRY, rows)
            .withColumn("label_set", org.apache.spark.sql.functions.lit(labelSet)),
        mine);
  }

  /** A certificate for a version's file. */
  void certify(String version, OnnxArtifact artifact) {
    certify("direction", version, artifact);
  }

  /** The same for any model. */
  void certify(String model, String version, OnnxArtifact artifact) {
    store.append(
        Tables.CERTIFICATES,
        store.rows(
            Tables.CERTIFICATES,
            List.of(
                RowFactory.create(
                    model,
                    version,
                    "onnx-parity",
                    "test",
                    artifact.sha256(),
                    9L,
                    0L,
                    0.0,
                    1e-6,
                    true,
                    "put here by the test"))));
  }

  private static Row row(String version, String sha256, long bytes, String alias, String tier) {
    return row("direction", version, sha256, bytes, alias, tier);
  }

  private static Row row(
      String model, String version, String sha256, long bytes, String alias, String tier) {
    return RowFactory.create(
        model,
        version,
        alias,
        tier,
        "direction",
        "linear",
        "test",
        "binary",
        "fixed-1",
        "live40",
        "any",
        sha256,
        bytes,
        "Tests the scorer.",
        "ALL",
        "probability of up",
        LocalDate.of(2017, 7, 14),
        "test",
        "put here by the test");
  }

  /** Puts replays into the table of states, as a batch run up to the date would have saved them. */
  void states(LocalDate until, FeatureSet set, Map<String, Replay> replays) {
    List<Row> rows = new ArrayList<>();
    replays.forEach(
        (instrument, replay) ->
            rows.add(
                RowFactory.create(
                    set.name(),
                    instrument,
                    until,
                    set.hash(),
                    "TRADES@0",
                    replay.lastOffset(),
                    0L,
                    0L,
                    Long.MIN_VALUE,
                    replay.snapshot())));
    store.append(Tables.FEATURE_STATE, store.rows(Tables.FEATURE_STATE, rows));
  }

  public static OnnxArtifact onnx(FeatureSet set, long seed) {
    return OnnxExport.of(TestModel.of(set, seed), Map.of());
  }

  ScorerSettings settings(TickSource source, FeatureSet set) {
    return ScorerSettings.of(
        store.lake(), "live", "direction", source, set, new Schedule.UntilIdle());
  }

  /** Takes in all that is there and ends. */
  LiveScorer.Totals run(Path ticks, int maxFiles) {
    return run(settings(TickFolder.at(ticks.toString()).withMaxFiles(maxFiles), RecordedTicks.SET));
  }

  LiveScorer.Totals run(ScorerSettings settings) {
    LiveScorer scorer = new LiveScorer(store, settings);
    StreamingQuery query = scorer.start();
    try {
      query.awaitTermination();
    } catch (org.apache.spark.sql.streaming.StreamingQueryException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    return scorer.totals();
  }

  List<RecordedTicks.Scored> scores() {
    List<RecordedTicks.Scored> scores = new ArrayList<>();
    for (Row row :
        store
            .read(Tables.SCORES)
            .select(
                "instrument",
                "offset",
                "model_version",
                "score",
                "close",
                "closed_by_offset",
                "event_time_nanos")
            .collectAsList()) {
      scores.add(
          new RecordedTicks.Scored(
              row.getString(0),
              row.getLong(1),
              row.getString(2),
              Float.floatToRawIntBits(row.getFloat(3)),
              Double.doubleToRawLongBits(row.getDouble(4)),
              row.getLong(5),
              row.getLong(6)));
    }
    scores.sort(null);
    return scores;
  }

  /** Reason by file and line; a tick that died twice fails. */
  Map<String, String> deadLetters() {
    Map<String, String> dead = new TreeMap<>();
    for (Row row :
        store
            .read(Tables.DEAD_LETTERS)
            .select("source_partition", "source_offset", "reason")
            .collectAsList()) {
      assertThat(dead.put(row.getString(0) + ":" + row.getLong(1), row.getString(2))).isNull();
    }
    return dead;
  }

  /** The messages of {@code live.ticks}, sorted. */
  List<String> ticks() {
    return store.read(Tables.LIVE_TICKS).select("wire").collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  /** The rows of {@code live.features}, as {@link RecordedTicks#features()} has them. */
  List<String> features() {
    return store
        .read(Tables.LIVE_FEATURES)
        .select(
            "instrument",
            "offset",
            "event_time_nanos",
            "closed_by_offset",
            "feature_set_hash",
            "features")
        .collectAsList()
        .stream()
        .map(TestLake::featured)
        .sorted()
        .toList();
  }

  private static String featured(Row row) {
    return RecordedTicks.featured(
        row.getString(0),
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getString(4),
        row.getAs(5));
  }

  /** The rows of ticks on unfinished bars, as {@link RecordedTicks#provisional} has them. */
  List<String> provisional() {
    return store
        .read(Tables.PROVISIONAL_SCORES)
        .select(
            "instrument",
            "offset",
            "event_time_nanos",
            "tick_offset",
            "feature_set_hash",
            "features",
            "score")
        .collectAsList()
        .stream()
        .map(row -> featured(row) + " " + Float.floatToRawIntBits(row.getFloat(6)))
        .sorted()
        .toList();
  }

  /** Takes the last commit of a table back, as if its write had not been reached. */
  void undoLastCommit(Table table) throws IOException {
    Path log = Path.of(store.lake().location(table).substring("file:".length()), "_delta_log");
    Path last;
    try (Stream<Path> files = Files.list(log)) {
      last = files.filter(f -> f.toString().endsWith(".json")).sorted().reduce((a, b) -> b).get();
    }
    assertThat(last.getFileName().toString()).isNotEqualTo("00000000000000000000.json");
    Files.delete(last);
    Files.deleteIfExists(Path.of(last.toString().replace(".json", ".crc")));
    Files.deleteIfExists(log.resolve("." + last.getFileName() + ".crc"));
  }

  /** Offset of the first tick taken, by instrument and what was before it. */
  Map<String, Long> beginnings() {
    Map<String, Long> first = new TreeMap<>();
    for (Row row :
        store
            .read(Tables.LIVE_BEGINNINGS)
            .selectExpr("instrument", "coalesce(saved_until_nanos, -1L)", "offset")
            .collectAsList()) {
      assertThat(first.put(row.getString(0) + " " + row.getLong(1), row.getLong(2))).isNull();
    }
    return first;
  }
}
