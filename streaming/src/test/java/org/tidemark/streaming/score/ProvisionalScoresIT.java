package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.streaming.feature.Every;
import org.tidemark.streaming.source.TickFolder;
import org.tidemark.testkit.EndedStreams;

/** Scores of ticks on unfinished bars beside a plain replay, and all else as without them. */
@ExtendWith(EndedStreams.class)
class ProvisionalScoresIT {
  private static final RecordedTicks TICKS = new RecordedTicks(8, 200);
  private static final int LINES = (TICKS.lines().size() + 16) / 17;
  private static final OnnxArtifact MODEL = TestLake.onnx(RecordedTicks.SET, 1);
  private static final List<RecordedTicks.Scored> BARS =
      TICKS.scores("v1", MODEL.bytes(), MODEL.sha256());
  private static final List<String> PROVISIONAL = TICKS.provisional(MODEL.bytes(), MODEL.sha256());

  @TempDir Path folder;

  private ScorerSettings settings(TestLake lake, Path ticks) {
    return lake.settings(TickFolder.at(ticks.toString()).withMaxFiles(6), RecordedTicks.SET)
        .scoringEvery(Every.TICK);
  }

  private void assertThere(TestLake lake, LiveScorer.Totals totals) {
    assertThat(totals.consumed()).isEqualTo(TICKS.lines().size());
    assertThat(totals.dead()).isEqualTo(TICKS.dead());
    assertThat(totals.bars()).isEqualTo(BARS.size());
    assertThat(totals.scored()).isEqualTo(BARS.size());
    assertThat(lake.scores()).isEqualTo(BARS);
    assertThat(lake.features()).isEqualTo(TICKS.features());
    assertThat(lake.deadLetters()).isEqualTo(TICKS.deadLetters(LINES));
    assertThat(lake.ticks()).isEqualTo(TICKS.kept());
    assertThat(lake.provisional()).isEqualTo(PROVISIONAL);
  }

  @Test
  void eachTickIsScoredOnceOnItsUnfinishedBarAlsoWhenABatchIsRepeated() throws IOException {
    assertThat(PROVISIONAL).hasSizeGreaterThan(3 * BARS.size());
    TestLake lake = new TestLake(folder.resolve("lake"));
    Path ticks = folder.resolve("ticks");
    TICKS.drop(ticks, 0, TICKS.lines().size(), LINES);
    lake.champion("v1", MODEL);
    LiveScorer.Totals totals = lake.run(settings(lake, ticks));
    assertThat(totals.batches()).isEqualTo(3);
    assertThere(lake, totals);
    assertThat(
            lake.store.read(Tables.PROVISIONAL_SCORES).select("model_version").distinct().count())
        .isEqualTo(1);
    for (List<Table> lost :
        List.of(
            List.<Table>of(),
            List.of(Tables.PROGRESS),
            List.of(Tables.PROGRESS, Tables.PROVISIONAL_SCORES))) {
      Path commits = folder.resolve("lake/checkpoints/live/commits");
      Files.delete(commits.resolve("2"));
      Files.deleteIfExists(commits.resolve(".2.crc"));
      for (Table table : lost) {
        lake.undoLastCommit(table);
      }
      DeltaLog.clearCache();
      assertThere(lake, lake.run(settings(lake, ticks)));
    }
  }

  /** States are the same with and without: a query may turn it on and off between starts. */
  @Test
  void aQueryTurnsItOnWhereItStands() {
    TestLake lake = new TestLake(folder.resolve("lake"));
    Path ticks = folder.resolve("ticks");
    int half = 6 * LINES;
    TICKS.drop(ticks, 0, half, LINES);
    lake.champion("v1", MODEL);
    lake.run(settings(lake, ticks).scoringEvery(Every.BAR));
    TICKS.drop(ticks, half, TICKS.lines().size(), LINES);
    lake.run(settings(lake, ticks));
    assertThat(lake.scores()).isEqualTo(BARS);
    assertThat(lake.features()).isEqualTo(TICKS.features());
    List<String> rows = lake.provisional();
    assertThat(rows).hasSizeBetween(PROVISIONAL.size() / 3, PROVISIONAL.size() - 1);
    assertThat(PROVISIONAL).containsAll(rows);
  }
}
