package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.streaming.source.CheckpointFiles;
import org.tidemark.testkit.EndedStreams;
import org.tidemark.testkit.TestSpark;

/** What it takes to read and write the files of a checkpoint. */
@ExtendWith(EndedStreams.class)
class CheckpointFilesIT {
  private static final String MANAGER = "spark.sql.streaming.checkpointFileManagerClass";
  private static final RecordedTicks TICKS = new RecordedTicks(7, 60);

  @TempDir Path folder;

  @AfterEach
  void asOthersFindIt() {
    TestSpark.session().conf().unset(MANAGER);
    CheckpointFiles.choose(TestSpark.session(), "hdfs://127.0.0.1:1/checkpoint");
  }

  /** Spark's usual way starts two of them for each file that it puts in its place. */
  @Test
  void batchesInALocalFolderLookAtNoFileByAProcess() throws IOException {
    TestLake lake = new TestLake(folder.resolve("lake"));
    lake.champion("v1", TestLake.onnx(RecordedTicks.SET, 1));
    TICKS.drop(folder.resolve("ticks"), 0, TICKS.lines().size(), TICKS.lines().size() / 2);
    Path events = folder.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      assertThat(lake.run(folder.resolve("ticks"), 1).batches()).isGreaterThan(1);
      recording.stop();
      recording.dump(events);
    }
    List<RecordedEvent> started = RecordingFile.readAllEvents(events);
    assertThat(started)
        .filteredOn(event -> event.getEventType().getName().equals("jdk.ProcessStart"))
        .extracting(event -> event.getString("command"))
        .noneMatch(command -> command.startsWith("readlink"))
        .noneMatch(command -> command.matches("chmod .*live/.*[.]parquet.*"))
        .as("the recording works: rights of files of checkpoints are set by processes")
        .anyMatch(command -> command.startsWith("chmod"));
  }

  @Test
  void elsewhereAndForAUserWhoHasChosenItIsLeft() {
    SparkSession spark = TestSpark.session();
    CheckpointFiles.choose(spark, folder.toUri().toString());
    assertThat(spark.conf().getOption(MANAGER).get()).contains("FileSystemBased");
    CheckpointFiles.choose(spark, "hdfs://127.0.0.1:1/checkpoint");
    assertThat(spark.conf().getOption(MANAGER).isEmpty()).isTrue();
    String users = "of.a.user.Manager";
    spark.conf().set(MANAGER, users);
    for (String checkpoint : List.of(folder.toUri().toString(), "hdfs://127.0.0.1:1/checkpoint")) {
      CheckpointFiles.choose(spark, checkpoint);
      assertThat(spark.conf().get(MANAGER)).isEqualTo(users);
    }
  }
}
