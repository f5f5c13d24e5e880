package org.tidemark.streaming.sink;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
  private final Set<String> asked = new TreeSet<>();

  Routed(List<DataFileFormat> formats, List<TaskRows<T>> tasks) {
    this.formats = formats;
    this.tasks = tasks;
  }

  /** What each task told. */
  public List<T> totals() {
    return tasks.stream().map(TaskRows::total).toList();
  }

  /** The rows for a table, to be appended under its own name. */
  public MicroBatch.Part part(Table table) {
    return part(table, table.name());
  }

  /** The rows for a table, to be appended under another name. */
  public MicroBatch.Part part(Table table, String name) {
    return new MicroBatch.Part(name, () -> files(table));
  }

  /** All files of a table; few rows of many tasks come into one here. */
  private DataFiles files(Table table) {
    synchronized (asked) {
      asked.add(table.qualifiedName());
    }
    int at =
        formats.stream()
            .map(f -> f.table().qualifiedName())
            .toList()
            .indexOf(table.qualifiedName());
    DataFileFormat format = formats.get(at);
    List<DataFile> files = new ArrayList<>();
    List<UnsafeRow> few = new ArrayList<>();
    for (TaskRows<T> task : tasks) {
      files.addAll(task.tables().get(at).files());
      few.addAll(task.tables().get(at).few().rows(format));
    }
    files.addAll(format.write(few).files());
    return new DataFiles(format, files);
  }

  @Override
  public void close() {
    for (int i = 0; i < formats.size(); i++) {
      DataFileFormat format = formats.get(i);
      if (!asked.contains(format.table().qualifiedName())) {
        int at = i;
        List<DataFile> unused =
            tasks.stream().flatMap(task -> task.tables().get(at).files().stream()).toList();
        new DataFiles(format, unused).delete();
      }
    }
  }
}
