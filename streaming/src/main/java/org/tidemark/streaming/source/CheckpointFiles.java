package org.tidemark.streaming.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/**
 * Which of Spark's two ways to read and write the files of a checkpoint is taken. Its usual one
 * starts a process of {@code readlink} for each look at a file of a local folder, many in a
 * micro-batch, and passes over the checksums beside them; the other does none of that, but cannot
 * replace a file on other file systems. docs/adr/0017.
 */
public final class CheckpointFiles {
  private static final String MANAGER = "spark.sql.streaming.checkpointFileManagerClass";
  private static final String OF_LOCAL_FOLDERS =
      "org.apache.spark.sql.execution.streaming.checkpointing.FileSystemBasedCheckpointFileManager";

  /** Tells what was chosen here from what a user has set. */
  private static final String CHOSEN = "spark.tidemark.checkpointFilesChosen";

  private CheckpointFiles() {}

  /**
   * Chooses for the queries that a session starts from now on, until the next call; what a user has
   * set stays.
   *
   * @param folder of the checkpoint
   */
  public static void choose(SparkSession spark, String folder) {
    RuntimeConfig settings = spark.conf();
    if (settings.getOption(MANAGER).isDefined() && settings.getOption(CHOSEN).isEmpty()) {
      return;
    }
    if (isLocal(spark, folder)) {
      settings.set(MANAGER, OF_LOCAL_FOLDERS);
      settings.set(CHOSEN, true);
    } else {
      settings.unset(MANAGER);
      settings.unset(CHOSEN);
    }
  }

  private static boolean isLocal(SparkSession spark, String folder) {
    try {
      return new Path(folder).getFileSystem(spark.sessionState().newHadoopConf())
          instanceof LocalFileSystem;
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + folder + " cannot be opened", e);
    }
  }
}
