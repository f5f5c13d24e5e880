package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.regime.Regime;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.Sha256;
import org.tidemark.streaming.source.TickFolder;
import org.tidemark.testkit.EndedStreams;

@ExtendWith(EndedStreams.class)
class LiveScorerIT {
  private static final RecordedTicks TICKS = new RecordedTicks(7, 420);
  private static final int LINES = (TICKS.lines().size() + 16) / 17;
  private static final OnnxArtifact FIRST = TestLake.onnx(RecordedTicks.SET, 1);
  private static final OnnxArtifact SECOND = TestLake.onnx(RecordedTicks.SET, 2);
  private static final List<RecordedTicks.Scored> EXPECTED =
      TICKS.scores("v1", FIRST.bytes(), FIRST.sha256());

  @TempDir Path folder;
  private TestLake lake;
  private Path ticks;

  @BeforeEach
  void makeLake() {
    lake = new TestLake(folder.resolve("lake"));
    ticks = folder.resolve("ticks");
  }

  private void dropAll() {
    TICKS.drop(ticks, 0, TICKS.lines().size(), LINES);
  }

  private void everythingIsThereOnce(LiveScorer.Totals totals) {
    assertThat(totals.consumed()).isEqualTo(TICKS.lines().size());
    assertThat(totals.dead()).isEqualTo(TICKS.dead());
    assertThat(totals.valid()).isEqualTo(totals.consumed() - totals.dead());
    assertThat(totals.bars()).isEqualTo(EXPECTED.size());
    assertThat(totals.scored()).isEqualTo(EXPECTED.size());
    assertThat(lake.scores()).isEqualTo(EXPECTED);
    assertThat(lake.deadLetters()).isEqualTo(TICKS.deadLetters(LINES));
    assertThat(lake.ticks()).isEqualTo(TICKS.kept());
    assertThat(lake.features()).isEqualTo(TICKS.features());
    assertThat(lake.beginnings()).isEqualTo(Map.of("BTCUSD -1", 0L, "ETHUSD -1", 0L, "IBM -1", 0L));
  }

  /** One batch; the tests below have three, four and more, and ParityIT has features in 17. */
  @Test
  void oneBatchGivesTheScoresOfAPlainReplay() {
    assertThat(EXPECTED).hasSizeGreaterThan(100);
    assertThat(EXPECTED.stream().map(RecordedTicks.Scored::scoreBits).distinct().count())
        .isGreaterThan(50);
    dropAll();
    lake.champion("v1", FIRST);
    LiveScorer.Totals totals = lake.run(ticks, 17);
    assertThat(totals.batches()).isEqualTo(1);
    everythingIsThereOnce(totals);
    assertThat(files()).containsExactly("v1 " + FIRST.sha256());
  }

  /** As if the process had died after the writes of some tables and before the commit log. */
  @Test
  @Tag("slow")
  void aBatchRepeatedAfterACrashBetweenItsWritesChangesNothing() throws IOException {
    dropAll();
    lake.champion("v1", FIRST);
    LiveScorer.Totals totals = lake.run(ticks, 5);
    assertThat(totals.batches()).isEqualTo(4);
    everythingIsThereOnce(totals);
    assertThat(lake.run(ticks, 5)).as("a second run").isEqualTo(totals);
    lake.champion("v2", SECOND); // the repeated batch must not follow it
    Path commits = folder.resolve("lake/checkpoints/live/commits");
    List<Table> writes =
        List.of(
            Tables.PROGRESS,
            Tables.LIVE_FEATURES,
            Tables.LIVE_TICKS,
            Tables.DEAD_LETTERS,
            Tables.SCORES);
    for (int notWritten = 0; notWritten <= writes.size(); notWritten++) {
      Files.delete(commits.resolve("3"));
      Files.deleteIfExists(commits.resolve(".3.crc"));
      for (Table table : writes.subList(0, notWritten)) {
        lake.undoLastCommit(table);
      }
      DeltaLog.clearCache();
      everythingIsThereOnce(lake.run(ticks, 5));
    }
  }

  /** States of the first half of the ticks; the second half and a full run give the same scores. */
  @Tag("slow")
  @Test
  void aNewQueryGoesOnFromTheStatesOfItsBirthAlsoWhenItsFirstBatchIsRepeated() throws IOException {
    int half = LINES * 9;
    lake.champion("v1", FIRST);
    Map<String, Replay> seen = TICKS.replayed(half);
    lake.states(LocalDate.of(2017, 7, 15), RecordedTicks.SET, seen);
    TICKS.drop(ticks, half, TICKS.lines().size(), LINES);
    List<RecordedTicks.Scored> rest =
        EXPECTED.stream()
            .filter(row -> row.closedByOffset() > seen.get(row.instrument()).lastOffset())
            .toList();
    assertThat(rest).hasSizeBetween(50, EXPECTED.size() - 50);
    LiveScorer.Totals totals = lake.run(ticks, 9);
    assertThat(totals.batches()).isEqualTo(1);
    assertThat(totals.scored()).isEqualTo(rest.size());
    assertThat(lake.scores()).isEqualTo(rest);
    Map<String, Long> beginnings = lake.beginnings();
    List<String> features = lake.features();
    assertThat(beginnings.keySet())
        .containsExactly(
            "BTCUSD 1500076800000000000", "ETHUSD 1500076800000000000", "IBM 1500076800000000000");
    assertThat(TICKS.features()).containsAll(features);
    assertThat(features).hasSize(rest.size());

    // The next night's run saves later states; the repeated batch must not follow them.
    lake.states(LocalDate.of(2017, 7, 16), RecordedTicks.SET, TICKS.replayed(LINES * 12));
    Path commits = folder.resolve("lake/checkpoints/live/commits");
    Files.delete(commits.resolve("0"));
    Files.deleteIfExists(commits.resolve(".0.crc"));
    Files.writeString(commits.resolve(".0.half-written.tmp"), "v1");
    lake.undoLastCommit(Tables.SCORES);
    lake.undoLastCommit(Tables.LIVE_BEGINNINGS);
    lake.undoLastCommit(Tables.LIVE_FEATURES);
    DeltaLog.clearCache();
    assertThat(lake.run(ticks, 9)).isEqualTo(totals);
    assertThat(lake.scores()).isEqualTo(rest);
    assertThat(lake.features()).isEqualTo(features);
    assertThat(lake.beginnings()).isEqualTo(beginnings);
  }

  @Tag("slow")
  @Test
  void aRunningQueryFollowsTheAliasAndEachRowNamesItsModel() {
    LiveScorer scorer =
        new LiveScorer(
            lake.store,
            ScorerSettings.of(
                lake.store.lake(),
                "live",
                "direction",
                TickFolder.at(ticks.toString()),
                RecordedTicks.SET,
                new Schedule.Every(Duration.ZERO)));
    TICKS.drop(ticks, 0, LINES * 4, LINES);
    StreamingQuery query = scorer.start();
    LiveScorer.Totals none;
    LiveScorer.Totals first;
    LiveScorer.Totals both;
    try {
      assertThatThrownBy(scorer::start).hasMessageContaining("is in use by this process");
      none = consumed(scorer, query, LINES * 4);
      lake.champion("v1", FIRST);
      TICKS.drop(ticks, LINES * 4, LINES * 10, LINES);
      first = consumed(scorer, query, LINES * 10);
      lake.champion("v2", SECOND);
      TICKS.drop(ticks, LINES * 10, TICKS.lines().size(), LINES);
      both = consumed(scorer, query, TICKS.lines().size());
    } finally {
      stop(query);
    }
    assertThat(none.scored()).isZero();
    assertThat(none.bars()).isPositive();
    assertThat(first.scored()).isPositive();
    assertThat(both.scored()).isGreaterThan(first.scored());
    assertThat(both.bars()).isEqualTo(EXPECTED.size());

    List<RecordedTicks.Scored> second = TICKS.scores("v2", SECOND.bytes(), SECOND.sha256());
    List<RecordedTicks.Scored> found = lake.scores();
    assertThat(found).hasSize((int) (EXPECTED.size() - none.bars()));
    assertThat(found.stream().filter(row -> row.version().equals("v1")).count())
        .isEqualTo(first.scored());
    assertThat(found)
        .allSatisfy(
            row -> assertThat(row.version().equals("v1") ? EXPECTED : second).contains(row));
    assertThat(lake.deadLetters()).isEqualTo(TICKS.deadLetters(LINES));
    assertThat(files()).containsExactlyInAnyOrder("v1 " + FIRST.sha256(), "v2 " + SECOND.sha256());
  }

  /** Versions that scored, each with the hash of the file that it did it with. */
  private List<String> files() {
    return lake.store
        .read(Tables.SCORES)
        .selectExpr("concat_ws(' ', model_version, onnx_sha256)")
        .distinct()
        .as(Encoders.STRING())
        .collectAsList();
  }

  /** Waits until all dropped ticks have been taken in, which are so many. */
  private static LiveScorer.Totals consumed(LiveScorer scorer, StreamingQuery query, long ticks) {
    query.processAllAvailable();
    LiveScorer.Totals totals = scorer.totals();
    assertThat(totals.consumed()).isEqualTo(ticks);
    return totals;
  }

  private static void stop(StreamingQuery query) {
    try {
      query.stop();
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Tag("slow")
  @Test
  void aModelOfOtherFeaturesOrWithADamagedFileIsRefusedAndTheOldOneServes() throws IOException {
    TICKS.drop(ticks, 0, LINES * 6, LINES);
    lake.champion("v1", FIRST);
    lake.run(ticks, 6);
    FeatureSet other =
        new FeatureSet(
            "other", RecordedTicks.SET.features(), RecordedTicks.SET.sampler(), Duration.ZERO);
    lake.champion("v2", TestLake.onnx(other, 2));
    TICKS.drop(ticks, LINES * 6, LINES * 12, LINES);
    lake.run(ticks, 6);
    lake.register("v3", SECOND.sha256(), 1);
    Path damaged = lake.store.lake().localPath("artifacts/" + SECOND.sha256() + ".onnx");
    Files.write(damaged, FIRST.bytes());
    TICKS.drop(ticks, LINES * 12, TICKS.lines().size(), LINES);
    everythingIsThereOnce(lake.run(ticks, 6));
    assertThat(
            lake.store.read(Tables.ALERTS).select("rule", "subject").collectAsList().stream()
                .map(Row::toString))
        .containsExactlyInAnyOrder("[champion-feature-set,v2]", "[champion-refused,v3]");
  }

  /** Each under its own hash, as if the registry had been forged with it. */
  @Tag("slow")
  @Test
  void fifteenDamagedChampionsAreRefusedOneAfterTheOtherAndTheFirstServes() {
    List<byte[]> bad = new ArrayList<>();
    // The type of an operator, not its name, which says nothing: field 4, its length, its letters.
    for (String type : List.of("Sigmoid", "MatMul", "IsNaN", "Where", "Clip", "Cast")) {
      bad.add(damaged("\"" + (char) type.length() + type));
    }
    for (String part :
        List.of(
            "ai.onnx.ml",
            "features",
            "score",
            "tidemark.target",
            "tidemark.feature_names",
            "binary")) {
      bad.add(damaged(part));
    }
    int length = SECOND.bytes().length;
    bad.add(Arrays.copyOf(SECOND.bytes(), length / 2));
    bad.add(Arrays.copyOf(SECOND.bytes(), length - 1));
    bad.add(Arrays.copyOf(SECOND.bytes(), 0));
    assertThat(bad).hasSize(15);
    TICKS.drop(ticks, 0, LINES, LINES);
    lake.champion("v1", FIRST);
    lake.run(ticks, 1);
    for (int k = 0; k < bad.size(); k++) {
      byte[] file = bad.get(k);
      lake.champion(
          "bad-" + k,
          new OnnxArtifact(
              file,
              Sha256.of(file),
              SECOND.featureSetHash(),
              SECOND.featureNames(),
              SECOND.target(),
              SECOND.metadata()));
      TICKS.drop(ticks, LINES * (k + 1), LINES * (k + 2), LINES);
      lake.run(ticks, 1);
    }
    TICKS.drop(ticks, LINES * 16, TICKS.lines().size(), LINES);
    everythingIsThereOnce(lake.run(ticks, 1));
    assertThat(
            lake.store
                .read(Tables.ALERTS)
                .where("rule = 'champion-refused'")
                .select("subject")
                .distinct()
                .count())
        .isEqualTo(15);
  }

  /** The second model with the last letter of a part of its file changed. */
  private static byte[] damaged(String part) {
    byte[] file = SECOND.bytes().clone();
    int at = new String(file, StandardCharsets.ISO_8859_1).indexOf(part);
    assertThat(at).as(part).isPositive();
    file[at + part.length() - 1] ^= 2;
    return file;
  }

  @Test
  void aStateOfAnotherFeatureSetAndALostCheckpointAreRefusedWithTheRemedy() throws IOException {
    TICKS.drop(ticks, 0, LINES, LINES);
    lake.run(ticks, 6);
    ScorerSettings lost =
        lake.settings(TickFolder.at(ticks.toString()), RecordedTicks.SET)
            .withCheckpoint(folder.resolve("elsewhere").toUri().toString());
    assertThatThrownBy(() -> lake.run(lost))
        .hasMessageContaining("no checkpoint at")
        .hasMessageContaining("start under a new query name");
    FeatureSet other =
        new FeatureSet(
            "other", RecordedTicks.SET.features(), RecordedTicks.SET.sampler(), Duration.ZERO);
    TICKS.drop(ticks, LINES, LINES * 2, LINES);
    ScorerSettings strange = lake.settings(TickFolder.at(ticks.toString()), other);
    assertThatThrownBy(() -> lake.run(strange))
        .hasMessageContaining("the state is of feature set live40")
        .hasMessageContaining("under a new query name");
    // A checkpoint of a program that noted no features: its state says it, at the first tick.
    Files.delete(folder.resolve("lake/checkpoints/live/format"));
    assertThatThrownBy(() -> lake.run(strange))
        .hasStackTraceContaining("snapshot is of feature set live40")
        .hasStackTraceContaining("start the query under a new name");
  }

  @Test
  void pinsComeBackAsTheyWereWritten() throws IOException {
    Pins pins =
        new Pins(
            folder.resolve("pins").toUri().toString(),
            lake.store.spark().sessionState().newHadoopConf());
    ModelVersion champion = new ModelVersion("direction", "v1", "ab", "champion of the registry");
    ModelVersion rival = new ModelVersion("direction", "v2", "cd", "challenger of the registry");
    List<LineUp> written = new ArrayList<>();
    for (long id = 0; id < 120; id++) {
      Optional<ModelVersion> first = id % 3 == 0 ? Optional.empty() : Optional.of(champion);
      written.add(
          id % 3 < 2
              ? LineUp.alone(first)
              : new LineUp(
                  first,
                  Optional.of(new LineUp.Challenger(rival, 0.1)),
                  id % 4 == 0
                      ? List.of(new LineUp.Specialist(EnumSet.of(Regime.CRISIS, Regime.UP), rival))
                      : List.of(),
                  id % 2 == 0 ? List.of(rival, champion) : List.of(),
                  Optional.empty()));
      if (id % 7 == 0) {
        written.set((int) id, LineUp.of(new LineUp.Rule("rule:flat", "nobody else may")));
      }
      pins.write(id, written.get((int) id));
    }
    for (int id = 20; id < 120; id++) {
      assertThat(pins.read(id)).contains(written.get(id));
    }
    assertThat(pins.read(0)).isEmpty();
    assertThat(pins.read(120)).isEmpty();
    Path file = folder.resolve("pins/champions/119");
    Files.delete(file.resolveSibling(".119.crc"));
    Files.writeString(file, "tidemark champion 1\ndirection\nv1\nab\nchampion of the registry\n");
    assertThat(pins.read(119)).contains(LineUp.alone(Optional.of(champion)));
    Files.writeString(file, "tidemark champion 1\nnone\n");
    assertThat(pins.read(119)).contains(LineUp.nobody());
    Files.writeString(file, "tidemark line-up 2\nCHAMPION\ndirection\nv1\nab\n");
    assertThatThrownBy(() -> pins.read(119)).hasMessageContaining("is damaged");
  }
}
