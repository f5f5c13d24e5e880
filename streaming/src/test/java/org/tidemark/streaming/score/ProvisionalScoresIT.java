package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Migration;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
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
    for (Table table : List.of(Tables.SCORES, Tables.PROVISIONAL_SCORES)) {
      assertThat(files(lake, table)).containsExactly("live v1 " + MODEL.sha256());
    }
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

  private static List<String> files(TestLake lake, Table table) {
    return lake.store
        .read(table)
        .selectExpr("concat_ws(' ', query, model_version, onnx_sha256)")
        .distinct()
        .as(Encoders.STRING())
        .collectAsList();
  }

  /** Their rows do not say which file scored them; those that come after do. */
  @Test
  void tablesOfAnEarlierProgramAreMigratedAtTheStart() {
    TestLake lake = new TestLake(folder.resolve("lake"));
    TableStore earlier = new TableStore(lake.store.spark(), lake.store.lake());
    Timestamp time = new Timestamp(0);
    write(
        earlier,
        Tables.SCORES,
        RowFactory.create(
            "IBM",
            1L,
            "v0",
            time,
            0L,
            "direction",
            "f",
            0.5f,
            "HOLD",
            9.0,
            "champion",
            "r",
            2L,
            0L,
            null,
            "before"));
    write(
        earlier,
        Tables.PROVISIONAL_SCORES,
        RowFactory.create(
            "before",
            "IBM",
            1L,
            0L,
            time,
            0L,
            "direction",
            "v0",
            "r",
            "f",
            new byte[4],
            0.5f,
            "HOLD",
            9.0,
            null,
            0L));
    Path ticks = folder.resolve("ticks");
    TICKS.drop(ticks, 0, TICKS.lines().size(), LINES);
    lake.champion("v1", MODEL);
    assertThat(lake.run(settings(lake, ticks)).scored()).isEqualTo(BARS.size());
    for (Table table : List.of(Tables.SCORES, Tables.PROVISIONAL_SCORES)) {
      assertThat(lake.store.read(table).columns()).endsWith("onnx_sha256");
      assertThat(files(lake, table))
          .containsExactlyInAnyOrder("before v0", "live v1 " + MODEL.sha256());
    }
  }

  /** A row as the program wrote it that did not know the last step of the table yet. */
  private static void write(TableStore store, Table table, Row row) {
    List<Migration> steps = table.migrations();
    Table before =
        new Table(
            table.schema(),
            table.name(),
            table.grain(),
            table.key(),
            steps.subList(0, steps.size() - 1),
            table.checks());
    store.append(before, store.rows(before, List.of(row)));
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
