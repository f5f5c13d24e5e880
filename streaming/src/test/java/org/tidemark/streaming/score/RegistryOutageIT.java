package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.streaming.source.TickFolder;
import org.tidemark.testkit.EndedStreams;
import org.tidemark.testkit.TestSpark;

/**
 * A registry that cannot be read stops no scorer: what it said before stands, and people know. Nor
 * do certificates: who needs them is left out.
 */
@ExtendWith(EndedStreams.class)
class RegistryOutageIT {
  private static final RecordedTicks TICKS = new RecordedTicks(37, 100);
  private static final int FILES = 5;
  private static final int LINES = (TICKS.lines().size() + FILES - 1) / FILES;
  private static final OnnxArtifact FIRST = TestLake.onnx(RecordedTicks.SET, 1);

  private static final OnnxArtifact OTHER = TestLake.onnx(RecordedTicks.SET, 2);

  @TempDir Path folder;

  @Test
  void whatItSaidBeforeStandsUntilItCanBeReadAgain() throws Exception {
    TestLake lake = new TestLake(folder.resolve("lake"));
    Path ticks = folder.resolve("ticks");
    LiveScorer scorer = scorer(lake, ticks);
    TICKS.drop(ticks, 0, LINES, LINES);
    StreamingQuery query = scorer.start();
    try {
      query.processAllAvailable();
      assertThat(open(lake)).containsExactly("champion-none direction");
      lake.champion("v1", FIRST);
      lake.beside("v0", OTHER, null, "ARCHIVE");
      lake.certify("v0", OTHER);
      TICKS.drop(ticks, LINES, 2 * LINES, LINES);
      query.processAllAvailable();
      assertThat(open(lake)).isEmpty();

      Path damaged = damage(folder.resolve("lake/models/model_registry/_delta_log"));
      TICKS.drop(ticks, 2 * LINES, 3 * LINES, LINES);
      query.processAllAvailable();
      assertThat(open(lake)).containsExactly("registry-unreadable direction");
      Files.delete(damaged);
      Path registry = folder.resolve("lake/models/model_registry");
      Path certificates = folder.resolve("lake/models/certificates");
      Files.move(registry, folder.resolve("unmounted"));
      Files.move(certificates, folder.resolve("unmounted-too"));
      TICKS.drop(ticks, 3 * LINES, 4 * LINES, LINES);
      query.processAllAvailable();
      assertThat(open(lake)).containsExactly("registry-unreadable direction");
      Files.move(folder.resolve("unmounted"), registry);
      Files.move(folder.resolve("unmounted-too"), certificates);
      TICKS.drop(ticks, 4 * LINES, TICKS.lines().size(), LINES);
      query.processAllAvailable();
      assertThat(open(lake)).isEmpty();
    } finally {
      query.stop();
    }
    LiveScorer.Totals totals = scorer.totals();
    assertThat(totals.consumed()).isEqualTo(TICKS.lines().size());
    List<RecordedTicks.Scored> served = by(lake, "v1");
    assertThat(TICKS.scores("v1", FIRST.bytes(), FIRST.sha256())).containsAll(served);
    assertThat(served).hasSize((int) totals.scored());
    assertThat(by(lake, "v0")).as("the shadow scored on").hasSameSizeAs(served);
    assertThat(totals.scored()).isPositive();
  }

  @Test
  void certificatesThatCannotBeReadLeaveOutWhoNeedsThemAndNobodyElse() throws Exception {
    TestLake lake = new TestLake(folder.resolve("lake"));
    lake.champion("v1", FIRST);
    lake.beside("v0", OTHER, null, "ARCHIVE");
    lake.certify("v0", OTHER);
    Path ticks = folder.resolve("ticks");
    TICKS.drop(ticks, 0, 2 * LINES, 2 * LINES);
    StreamingQuery query = scorer(lake, ticks).start();
    try {
      query.processAllAvailable();
      int both = by(lake, "v1").size();
      assertThat(both).isPositive();
      assertThat(by(lake, "v0")).hasSize(both);

      Path damaged = damage(folder.resolve("lake/models/certificates/_delta_log"));
      TICKS.drop(ticks, 2 * LINES, 4 * LINES, 2 * LINES);
      query.processAllAvailable();
      assertThat(open(lake)).containsExactly("shadow-certificates-unreadable v0");
      int alone = by(lake, "v1").size() - both;
      assertThat(alone).as("the champion scored on").isPositive();
      assertThat(by(lake, "v0")).as("the shadow is left out").hasSize(both);

      Files.delete(damaged);
      TICKS.drop(ticks, 4 * LINES, TICKS.lines().size(), LINES);
      query.processAllAvailable();
      assertThat(open(lake)).isEmpty();
      assertThat(by(lake, "v0")).hasSize(by(lake, "v1").size() - alone).hasSizeGreaterThan(both);
    } finally {
      query.stop();
    }
  }

  private static LiveScorer scorer(TestLake lake, Path ticks) {
    return new LiveScorer(
        lake.store,
        ScorerSettings.of(
                lake.store.lake(),
                "live",
                "direction",
                TickFolder.at(ticks.toString()),
                RecordedTicks.SET,
                new Schedule.Every(Duration.ZERO))
            .beginningWith(new Beginning.Cold())
            .withLineUp(
                new LineUpSettings(
                    new Rivals(0, List.of("v0")), RegimeMap.NONE, Optional.empty())));
  }

  private static List<RecordedTicks.Scored> by(TestLake lake, String version) {
    return lake.scores().stream().filter(row -> row.version().equals(version)).toList();
  }

  /** A next commit that is no commit. */
  private static Path damage(Path log) throws Exception {
    try (var files = Files.list(log)) {
      long next = files.filter(f -> f.toString().endsWith(".json")).count();
      return Files.writeString(log.resolve("%020d.json".formatted(next)), "{\"add\": 17");
    }
  }

  private List<String> open(TestLake lake) {
    TableStore store = new TableStore(TestSpark.session(), Lake.at(lake.folder.toString()));
    return store
        .read(Tables.ALERTS)
        .select("run_id", "rule", "subject")
        .except(store.read(Tables.ALERT_ENDS).select("run_id", "rule", "subject"))
        .collectAsList()
        .stream()
        .map(row -> row.getString(1) + " " + row.getString(2))
        .sorted()
        .toList();
  }
}
