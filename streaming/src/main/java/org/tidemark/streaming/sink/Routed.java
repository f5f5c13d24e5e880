package org.tidemark.streaming.sink;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.spark.DataFile;
import org.tidemark.lakehouse.spark.DataFileFormat;
import org.tidemark.lakehouse.spark.DataFiles;

/**
 * The rows of a micro-batch in files of their tables, which nobody has committed. To be closed: the
 * files that nobody has asked for are deleted then.
 *
 * @param <T> what a task told of its rows
 */
public final class Routed<T extends Serializable> implements AutoCloseable {
  private final List<DataFileFormat> formats;
  private final List<TaskRows<T>> tasks;
  private final BitSet handed = new BitSet();
  private boolean closed;

  Routed(List<DataFileFormat> formats, List<TaskRows<T>> tasks) {
    this.formats = formats;
    this.tasks = tasks;
  }

  /** What each task told. */
  public List<T> totals() {
    return tasks.stream().map(TaskRows::total).toList();
  }

  /**
   * The rows for a table, to be appended under its own name.
   *
   * @throws IllegalArgumentException if the batch does not write the table
   */
  public MicroBatch.Part part(Table table) {
    return part(table, table.name());
  }

  /**
   * The rows for a table, to be appended under another name.
   *
   * @throws IllegalArgumentException if the batch does not write the table
   */
  public MicroBatch.Part part(Table table, String name) {
    for (int i = 0; i < formats.size(); i++) {
      if (formats.get(i).table().equals(table)) {
        int at = i;
        return new MicroBatch.Part(name, () -> files(at));
      }
    }
    throw new IllegalArgumentException("the batch does not write " + table.qualifiedName());
  }

  /** All files of a table; few rows of many tasks come into one here. */
  private DataFiles files(int at) {
    hand(at);
    DataFileFormat format = formats.get(at);
    List<DataFile> files = new ArrayList<>(written(at));
    List<UnsafeRow> few = new ArrayList<>();
    for (TaskRows<T> task : tasks) {
      few.addAll(task.tables().get(at).few().rows(format));
    }
    try {
      files.addAll(format.write(few).files());
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      new DataFiles(format, files).delete();
      throw e;
    }
    return new DataFiles(format, files);
  }

  private List<DataFile> written(int at) {
    return tasks.stream().flatMap(task -> task.tables().get(at).files().stream()).toList();
  }

  /** From now on a commit may name the files of the table. */
  private synchronized void hand(int at) {
    if (closed || handed.get(at)) {
      throw new IllegalStateException(
          "the files for "
              + formats.get(at).table().qualifiedName()
              + " are given away or deleted");
    }
    handed.set(at);
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (int i = handed.nextClearBit(0); i < formats.size(); i = handed.nextClearBit(i + 1)) {
      new DataFiles(formats.get(i), written(i)).delete();
    }
  }
}
