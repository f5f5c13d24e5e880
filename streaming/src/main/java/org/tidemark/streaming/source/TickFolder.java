package org.tidemark.streaming.source;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A folder into which files of ticks are dropped, one JSON object a line. Files are taken in the
 * order of their modification times, files of one time in any order, so the ticks of an instrument
 * must rise from file to file, and a file must appear complete (write it under a name that begins
 * with a dot, then rename). Subfolders named {@code column=value} are read, any others are not.
 *
 * <p>Files are read whole, because only then is the number of a line certain; keep each below a few
 * tens of megabytes.
 *
 * @param folder absolute URI
 * @param maxFiles files of one micro-batch, 1 or more
 */
public record TickFolder(String folder, int maxFiles) implements TickSource {
  private static final int MAX_FILES = 64;

  /**
   * Else Spark passes over files that are a week older than the newest that it has taken; a hundred
   * thousand years, so that one dated far ahead shuts out none.
   */
  private static final String ANY_AGE = "36500000d";

  private static final StructType FILES =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("modificationTime", DataTypes.TimestampType)
          .add("length", DataTypes.LongType)
          .add("content", DataTypes.BinaryType);

  public TickFolder {
    if (!folder.matches("[a-z][a-z0-9+.-]*:/.*")) {
      throw new IllegalArgumentException("folder '" + folder + "' must be an absolute URI");
    }
    if (maxFiles < 1) {
      throw new IllegalArgumentException(
          "files of one micro-batch = " + maxFiles + " must be 1 or more");
    }
  }

  /** A folder at a local path or a URI, with up to 64 files in a micro-batch. */
  public static TickFolder at(String pathOrUri) {
    String uri =
        pathOrUri.matches("[a-z][a-z0-9+.-]+:/.*")
            ? pathOrUri
            : "file:" + Path.of(pathOrUri).toAbsolutePath().normalize();
    return new TickFolder(uri, MAX_FILES);
  }

  /** The same folder with another bound on a micro-batch. */
  public TickFolder withMaxFiles(int files) {
    return new TickFolder(folder, files);
  }

  @Override
  public String name() {
    return folder;
  }

  @Override
  public TickSchema schema() {
    return TickSchema.json();
  }

  @Override
  public String manner() {
    return schema().id();
  }

  @Override
  public String label() {
    return "folder " + new org.apache.hadoop.fs.Path(folder); // file:/a and file:///a are one
  }

  @Override
  public String identity() {
    return label();
  }

  /** {@code {"logOffset":17}}. */
  @Override
  public boolean owns(String offsets) {
    return UnfinishedFiles.OFFSET.matcher(offsets).matches();
  }

  /** Files are noted, not their lines. */
  @Override
  public OptionalLong covered(CheckpointLog log, long batch) {
    return OptionalLong.empty();
  }

  @Override
  public boolean everyOffsetHasATick() {
    return true;
  }

  @Override
  public Dataset<Row> open(SparkSession spark) {
    return spark
        .readStream()
        .format(TickFiles.class.getName())
        .schema(FILES)
        .option("maxFilesPerTrigger", maxFiles)
        .option("maxFileAge", ANY_AGE)
        .option("ignoreMissingFiles", "false")
        .option("ignoreCorruptFiles", "false")
        .load(folder)
        .select(
            col("path"),
            ArrivalTime.nanos(col("modificationTime")).as(RawTicks.ARRIVAL_NANOS),
            col("content"))
        .flatMap(new Lines(folder), Encoders.row(RawTicks.SCHEMA));
  }
}
