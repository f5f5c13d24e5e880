package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Tables;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.streaming.source.TickFolder;
import org.tidemark.testkit.EndedStreams;

/** Challengers, shadows and those who stand in for a champion, in the running query. */
@ExtendWith(EndedStreams.class)
class RivalsIT {
  private static final RecordedTicks TICKS = new RecordedTicks(7, 420);
  private static final int LINES = (TICKS.lines().size() + 16) / 17;
  private static final OnnxArtifact FIRST = TestLake.onnx(RecordedTicks.SET, 1);
  private static final OnnxArtifact SECOND = TestLake.onnx(RecordedTicks.SET, 2);
  private static final OnnxArtifact THIRD = TestLake.onnx(RecordedTicks.SET, 3);
  private static final TrafficSplit SPLIT = new TrafficSplit(0.3, "v2");

  @TempDir Path folder;
  private TestLake lake;
  private Path ticks;

  @BeforeEach
  void makeLake() {
    lake = new TestLake(folder.resolve("lake"));
    ticks = folder.resolve("ticks");
  }

  private LiveScorer.Totals run(Rivals rivals) {
    return lake.run(
        lake.settings(TickFolder.at(ticks.toString()).withMaxFiles(6), RecordedTicks.SET)
            .withLineUp(LineUpSettings.of(rivals)));
  }

  /** Every bar once by the arm that the split names, and once by the shadow, in four batches. */
  @Test
  void everyBarIsServedOnceByTheArmOfItsNumberAndShadowsServeNone() {
    lake.champion("v1", FIRST);
    lake.beside("v2", SECOND, "challenger", "PRODUCTION");
    lake.beside("v3", THIRD, null, "ARCHIVE");
    lake.certify("v2", SECOND);
    lake.certify("v3", THIRD);
    TICKS.drop(ticks, 0, TICKS.lines().size(), LINES);
    LiveScorer.Totals totals = run(new Rivals(SPLIT.share(), List.of("v3")));

    List<RecordedTicks.Scored> first = TICKS.scores("v1", FIRST.bytes(), FIRST.sha256());
    List<RecordedTicks.Scored> second = TICKS.scores("v2", SECOND.bytes(), SECOND.sha256());
    List<RecordedTicks.Scored> expected =
        new ArrayList<>(TICKS.scores("v3", THIRD.bytes(), THIRD.sha256()));
    assertThat(totals.scored()).isEqualTo(first.size());
    first.stream().filter(row -> !challenged(row)).forEach(expected::add);
    second.stream().filter(RivalsIT::challenged).forEach(expected::add);
    assertThat(lake.scores()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(second.stream().filter(RivalsIT::challenged).count()).isBetween(20L, 70L);
    assertThat(
            lake
                .store
                .read(Tables.SCORES)
                .selectExpr("concat_ws(': ', model_version, arm, reason)")
                .distinct()
                .collectAsList()
                .stream()
                .map(row -> row.getString(0)))
        .containsExactlyInAnyOrder(
            "v1: champion: champion of the registry",
            "v2: challenger: challenger of the registry",
            "v3: shadow: shadow, named by the query");
  }

  /** A shadow of three classes beside a champion of two: all its probabilities are kept. */
  @Test
  void aVersionOfThreeClassesIsScoredWithAProbabilityForEach() {
    OnnxArtifact three = OnnxExport.of(TestModel.ofThreeClasses(RecordedTicks.SET, 11), Map.of());
    lake.champion("v1", FIRST);
    lake.beside("v3", three, null, "ARCHIVE");
    lake.certify("v3", three);
    TICKS.drop(ticks, 0, LINES * 6, LINES);
    run(new Rivals(0, List.of("v3")));

    List<Row> rows =
        lake.store
            .read(Tables.SCORES)
            .join(
                lake.store.read(Tables.LIVE_FEATURES).select("instrument", "offset", "features"),
                new String[] {"instrument", "offset"})
            .select("model_version", "score", "class_scores", "decision", "features")
            .collectAsList();
    Map<String, Integer> decisions = new TreeMap<>();
    try (OnnxScorer scorer =
        OnnxScorer.open(
            three.bytes(), new LoadGuard.Expected(three.sha256(), RecordedTicks.SET.hash()))) {
      for (Row row : rows) {
        if (row.getString(0).equals("v1")) {
          assertThat(row.isNullAt(2)).isTrue();
          continue;
        }
        float[] features = new float[RecordedTicks.SET.width()];
        ByteBuffer.wrap(row.getAs(4)).asFloatBuffer().get(features);
        float[] p = scorer.score(features, 1);
        assertThat(row.<Float>getList(2)).containsExactly(p[0], p[1], p[2]);
        assertThat(row.getFloat(1)).isEqualTo(p[2]);
        double lean = (p[2] - p[0]) / 2.0;
        assertThat(row.getString(3))
            .isEqualTo(lean >= 0.05 ? "BUY" : lean <= -0.05 ? "SELL" : "HOLD");
        decisions.merge(row.getString(3), 1, Integer::sum);
      }
    }
    assertThat(decisions).hasSizeGreaterThan(1);
    assertThat(rows.size()).isEqualTo(2 * decisions.values().stream().mapToInt(n -> n).sum());
  }

  private static boolean challenged(RecordedTicks.Scored row) {
    return SPLIT.toChallenger(row.instrument(), row.offset());
  }

  /** A batch begun with a split ends with it, although the query was started again without. */
  @Tag("slow")
  @Test
  void aRepeatedBatchKeepsItsArms() throws IOException {
    lake.champion("v1", FIRST);
    lake.beside("v2", SECOND, "challenger", "PRODUCTION");
    lake.certify("v2", SECOND);
    TICKS.drop(ticks, 0, TICKS.lines().size(), LINES);
    LiveScorer.Totals totals = run(new Rivals(SPLIT.share(), List.of()));
    List<RecordedTicks.Scored> scores = lake.scores();
    long last = totals.batches() - 1;
    Path checkpoint = lake.store.lake().localPath("checkpoints/live");
    for (String file : List.of(Long.toString(last), "." + last + ".crc")) {
      Files.deleteIfExists(checkpoint.resolve("commits").resolve(file));
    }
    lake.champion("v1", FIRST); // the challenger is gone
    assertThat(run(Rivals.NONE)).isEqualTo(totals);
    assertThat(lake.scores()).isEqualTo(scores);
  }

  /** A question that is not the champion's, in a tenth of its bars, would be no answer. */
  @Test
  void aChallengerThatPredictsSomethingElseIsLeftOut() {
    lake.champion("v1", FIRST);
    lake.beside("v2", SECOND, "challenger", "PRODUCTION");
    lake.certify("v2", SECOND);
    lake.relabelVersion("v2", "fixed-30m");
    TICKS.drop(ticks, 0, LINES * 6, LINES);
    run(new Rivals(0.3, List.of()));
    assertThat(versions()).containsOnlyKeys("v1");
    assertThat(lake.store.read(Tables.ALERTS).select("rule", "message").collectAsList())
        .singleElement()
        .asString()
        .contains("challenger-label", "v2 predicts", "fixed-30m", "it is left out");
  }

  @Tag("slow")
  @Test
  void whoMayNotScoreIsLeftOutWithAnAlertAndTheChampionServesItsBars() throws IOException {
    lake.champion("v1", FIRST);
    lake.beside("v2", SECOND, "challenger", "PRODUCTION");
    lake.beside("v3", THIRD, null, "ARCHIVE");
    lake.certify("v3", THIRD);
    Files.write(
        lake.store.lake().localPath("artifacts/" + THIRD.sha256() + ".onnx"), FIRST.bytes());
    TICKS.drop(ticks, 0, LINES * 6, LINES);
    run(new Rivals(0.3, List.of("v3", "v4")));
    assertThat(versions()).containsOnlyKeys("v1");
    assertThat(
            lake
                .store
                .read(Tables.ALERTS)
                .select("rule", "subject", "severity")
                .collectAsList()
                .stream()
                .map(Row::toString))
        .containsExactlyInAnyOrder(
            "[challenger-uncertified,v2,warning]",
            "[shadow-refused,v3,warning]",
            "[shadow-unknown,v4,warning]");
  }

  @Tag("slow")
  @Test
  void theOneBeforeOrTheBackupStandsInForAChampionThatIsRefused() throws IOException {
    lake.champion("v3", THIRD);
    Files.delete(lake.store.lake().localPath("artifacts/" + THIRD.sha256() + ".onnx"));
    lake.beside("v1", FIRST, null, "BACKUP");
    TICKS.drop(ticks, 0, LINES * 6, LINES);
    run(Rivals.NONE);
    assertThat(versions()).containsOnlyKeys("v1");
    lake.beside("v2", SECOND, "previous", "PRODUCTION");
    TICKS.drop(ticks, LINES * 6, LINES * 12, LINES);
    LiveScorer.Totals totals =
        lake.run(
            new ScorerSettings(
                "another",
                "direction",
                TickFolder.at(ticks.toString()).withMaxFiles(6),
                RecordedTicks.SET,
                org.tidemark.streaming.feature.TickLimits.standard(),
                lake.store.lake().folder("checkpoints/another"),
                new Schedule.UntilIdle(),
                Thresholds.ofProbability(),
                Beginning.newest(),
                LineUpSettings.NONE,
                org.tidemark.streaming.feature.Every.BAR,
                SignalSettings.NONE));
    assertThat(totals.scored()).isPositive();
    assertThat(versions()).containsOnlyKeys("v1", "v2");
    assertThat(
            lake.store.read(Tables.SCORES).select("reason").distinct().collectAsList().stream()
                .map(row -> row.getString(0)))
        .containsExactlyInAnyOrder(
            "backup 2: the newest of tier BACKUP, because v3 is refused: champion-unreadable",
            "backup 1: it served before, because v3 is refused: champion-unreadable",
            "kept, because v3 is refused: champion-unreadable");
  }

  private java.util.Map<String, Long> versions() {
    return lake.store.read(Tables.SCORES).select("model_version").collectAsList().stream()
        .map(row -> row.getString(0))
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }
}
