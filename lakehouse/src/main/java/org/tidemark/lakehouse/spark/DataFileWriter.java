package org.tidemark.lakehouse.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.OutputWriter;

/** One file in the making; of one thread. To be ended by {@link #finish} or {@link #abort}. */
public final class DataFileWriter {
  private final DataFileFormat format;
  private final String name;
  private final OutputWriter writer;
  private final TableRules.Keeper rules;

  DataFileWriter(DataFileFormat format, String name, OutputWriter writer, TableRules.Keeper rules) {
    this.format = format;
    this.name = name;
    this.writer = writer;
    this.rules = rules;
  }

  /**
   * Adds a row, which may be changed afterwards.
   *
   * @param row the columns of the format's schema
   * @throws IllegalStateException if a required column is null or a check of the table fails
   */
  public void write(InternalRow row) {
    rules.pass(row);
    writer.write(row);
  }

  /** Closes the file. */
  public DataFile finish() {
    writer.close();
    try {
      Path path = format.path(name);
      FileStatus status = path.getFileSystem(format.configuration()).getFileStatus(path);
      return new DataFile(
          name, rules.rows(), status.getLen(), status.getModificationTime(), rules.statistics());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Closes and deletes the file after another error, which gets what fails here.
   *
   * @param error why nobody wants the file
   */
  public void abort(Throwable error) {
    try {
      writer.close();
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      suppress(e, error);
    }
    deleteAfter(error, format, name);
  }

  static void deleteAfter(Throwable error, DataFileFormat format, String name) {
    try {
      format.delete(name);
    } catch (RuntimeException e) {
      suppress(e, error);
    }
  }

  private static void suppress(Exception later, Throwable error) {
    if (later != error) { // a stream may give the same one again
      error.addSuppressed(later);
    }
  }
}
