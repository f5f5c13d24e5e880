package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.streaming.source.TickFolder;
import org.tidemark.testkit.EndedStreams;

/** A start that would lose ticks, or write them twice, in silence is refused. */
@ExtendWith(EndedStreams.class)
class TakenBatchesIT {
  private static final RecordedTicks TICKS = new RecordedTicks(31, 40);
  private static final int FILES = 6;
  private static final int LINES = (TICKS.lines().size() + FILES - 1) / FILES;

  @TempDir Path folder;
  private TestLake lake;
  private Path ticks;
  private Path checkpoint;

  @BeforeEach
  void makeLake() {
    lake = new TestLake(folder.resolve("lake"));
    ticks = folder.resolve("ticks");
    checkpoint = folder.resolve("lake/checkpoints/live");
  }

  private void drop(int from, int to) {
    TICKS.drop(ticks, from * LINES, Math.min(to * LINES, TICKS.lines().size()), LINES);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }

  @Test
  void aCheckpointThatIsOlderThanItsTablesIsRefused() throws IOException {
    drop(0, 2);
    lake.run(ticks, 2);
    copy(checkpoint, folder.resolve("backup"));
    drop(2, 4);
    lake.run(ticks, 2);
    List<Object> before = everything();
    drop(4, FILES);
    copy(checkpoint, folder.resolve("newest"));
    FileUtil.fullyDelete(checkpoint.toFile());
    copy(folder.resolve("backup"), checkpoint);
    assertThatThrownBy(() -> lake.run(ticks, 2))
        .hasMessageContaining("ends at batch 0 but live.progress has batch 1")
        .hasMessageContaining("put back checkpoint and tables of the same moment");
    assertThat(everything()).isEqualTo(before);

    FileUtil.fullyDelete(checkpoint.toFile());
    copy(folder.resolve("newest"), checkpoint);
    copy(folder.resolve("lake/live/progress"), folder.resolve("progress"));
    lake.undoLastCommit(Tables.PROGRESS);
    DeltaLog.clearCache();
    assertThatThrownBy(() -> lake.run(ticks, 2))
        .hasMessageContaining("has done batch 1 but live.progress ends at batch 0");
    FileUtil.fullyDelete(folder.resolve("lake/live/progress").toFile());
    copy(folder.resolve("progress"), folder.resolve("lake/live/progress"));
    DeltaLog.clearCache();
    assertThat(lake.run(ticks, 2).consumed()).isEqualTo(TICKS.lines().size());
    assertThat(lake.ticks()).isEqualTo(TICKS.kept());
  }

  /** As kill -9 leaves it while the very first offsets are noted; Spark would not begin over it. */
  @Test
  void anEntryThatWasHalfWrittenBeforeTheFirstBatchIsInNobodysWay() throws IOException {
    Files.createDirectories(checkpoint.resolve("offsets"));
    Files.createFile(checkpoint.resolve("offsets/.0.c1d6a77e-e094-4bcd-9583-36b915b67311.tmp"));
    drop(0, FILES);
    lake.run(ticks, 2);
    assertThat(lake.ticks()).isEqualTo(TICKS.kept());
  }

  /** Delta keeps the number of the batch that was taken last when it restores a table. */
  @Test
  void progressThatWasRestoredAloneIsRefused() {
    drop(0, 4);
    LiveScorer.Totals totals = lake.run(ticks, 2);
    String progress = "delta.`" + folder.resolve("lake/live/progress") + "`";
    Object whole = version(progress);
    lake.store.spark().sql("RESTORE TABLE " + progress + " TO VERSION AS OF " + ((long) whole - 1));
    assertThatThrownBy(() -> lake.run(ticks, 2))
        .hasMessageContaining("live.progress has taken batch 1 of query live but has no row of it");
    lake.store.spark().sql("RESTORE TABLE " + progress + " TO VERSION AS OF " + whole);
    assertThat(lake.run(ticks, 2)).isEqualTo(totals);
  }

  private Object version(String table) {
    return lake.store.spark().sql("DESCRIBE HISTORY " + table).select("version").head().get(0);
  }

  private List<Object> everything() {
    return List.of(lake.ticks(), lake.deadLetters(), lake.features());
  }

  @Test
  void aCheckpointThatIsGoneIsMissedAlsoWhereNoBatchWasEverWhole() throws IOException {
    drop(0, 2);
    lake.run(ticks, 2);
    lake.undoLastCommit(Tables.PROGRESS);
    DeltaLog.clearCache();
    FileUtil.fullyDelete(checkpoint.toFile());
    for (Table table : List.of(Tables.LIVE_BEGINNINGS, Tables.LIVE_TICKS)) {
      assertThatThrownBy(() -> lake.run(ticks, 2))
          .hasMessageContaining("has batches in live." + table.name() + " but no checkpoint at");
      lake.undoLastCommit(table);
      DeltaLog.clearCache();
    }
  }

  @Test
  void aFileThatAnUnfinishedBatchHasReadMustBeThereStill() throws IOException {
    drop(0, FILES);
    LiveScorer.Totals totals = lake.run(ticks, 3);
    assertThat(totals.batches()).isEqualTo(2);
    Path last;
    try (var files = Files.list(ticks)) {
      last = files.sorted().toList().get(FILES - 1);
    }
    Path aside = folder.resolve("aside");
    Files.move(last, aside);
    assertThat(lake.run(ticks, 3)).as("no batch is unfinished").isEqualTo(totals);
    Files.delete(checkpoint.resolve("commits/1"));
    Files.deleteIfExists(checkpoint.resolve("commits/.1.crc"));
    assertThatThrownBy(() -> lake.run(ticks, 3))
        .hasMessageContaining("batch 1 was begun with")
        .hasMessageContaining(last.getFileName().toString())
        .hasMessageContaining("put the file back");
    Files.move(aside, last);
    FileTime then = Files.getLastModifiedTime(last);
    Files.setLastModifiedTime(last, FileTime.fromMillis(then.toMillis() + 1_000));
    assertThatThrownBy(() -> lake.run(ticks, 3))
        .as("its ticks would have arrived at another time")
        .hasMessageContaining("which was modified at")
        .hasMessageContaining("put the file back with its time of modification");
    Files.setLastModifiedTime(last, then);
    assertThat(lake.run(ticks, 3)).isEqualTo(totals);
    assertThat(lake.ticks()).isEqualTo(TICKS.kept());
  }

  /** Spark would believe it: it does not look at checksums, and would pass over a file. */
  @Test
  void aFlippedDigitInTheOffsetsIsRefused() throws IOException {
    drop(0, 2);
    lake.run(ticks, 1);
    Path offsets = checkpoint.resolve("offsets/1");
    String text = Files.readString(offsets);
    assertThat(text).endsWith("{\"logOffset\":1}");
    Files.writeString(offsets, text.replace("\"logOffset\":1", "\"logOffset\":3"));
    drop(2, FILES);
    assertThatThrownBy(() -> lake.run(ticks, 1))
        .hasMessageContaining("offsets/1 is not as it was written");
    Files.writeString(offsets, text);
    assertThat(lake.run(ticks, 1).consumed()).isEqualTo(TICKS.lines().size());
    assertThat(lake.ticks()).isEqualTo(TICKS.kept());
  }

  @Test
  void aFileMuchOlderThanTheNewestOneIsReadToo() throws IOException {
    drop(0, 1);
    lake.run(ticks, 1);
    drop(1, 2);
    try (var files = Files.list(ticks)) {
      Path second = files.sorted().toList().get(1);
      FileTime before = Files.getLastModifiedTime(second);
      Files.setLastModifiedTime(
          second, FileTime.from(before.toInstant().minus(Duration.ofDays(60))));
    }
    assertThat(lake.run(ticks, 1).consumed()).isEqualTo(2L * LINES);
  }

  @Test
  void aStartThatFailsGivesTheCheckpointBack() {
    ScorerSettings settings = lake.settings(TickFolder.at(ticks.toString()), RecordedTicks.SET);
    assertThatThrownBy(() -> new LiveScorer(lake.store, settings).start())
        .hasMessageContaining("does not exist; make it first");
    drop(0, 1);
    assertThat(lake.run(settings).consumed()).isEqualTo(LINES);
  }
}
