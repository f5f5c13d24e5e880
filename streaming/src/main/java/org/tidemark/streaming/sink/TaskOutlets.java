package org.tidemark.streaming.sink;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.tidemark.lakehouse.spark.DataFileFormat;
import org.tidemark.lakehouse.spark.RowShape;

/**
 * The tables that one task writes. Rows are kept for the driver, which makes one file of those of
 * all tasks, until there are many: then the table that has most of them begins a file.
 */
final class TaskOutlets implements RowRouter.Outlets {
  private final List<DataFileFormat> formats;
  private final List<TaskOutlet> outlets;
  private final int mostBytes;

  /**
   * @param mostBytes of all rows that are kept
   */
  TaskOutlets(List<DataFileFormat> formats, int mostBytes) {
    this.formats = formats;
    this.outlets = formats.stream().map(TaskOutlet::new).toList();
    this.mostBytes = mostBytes;
  }

  @Override
  public Consumer<InternalRow> to(RowShape shape) {
    for (int i = 0; i < formats.size(); i++) {
      if (formats.get(i).table().equals(shape.table())) {
        TaskOutlet outlet = outlets.get(i);
        RowShape.Making making = shape.begin();
        return given -> write(outlet, making.of(given));
      }
    }
    throw new IllegalArgumentException(
        "%s is none of %s"
            .formatted(
                shape.table().qualifiedName(),
                formats.stream().map(format -> format.table().qualifiedName()).toList()));
  }

  private void write(TaskOutlet outlet, InternalRow row) {
    int before = outlet.kept();
    outlet.write(row);
    if (outlet.kept() > before && kept() > mostBytes) {
      outlets.stream().max(Comparator.comparingInt(TaskOutlet::kept)).orElseThrow().spill();
    }
  }

  private int kept() {
    int all = 0;
    for (TaskOutlet each : outlets) {
      all += each.kept();
    }
    return all;
  }

  /** What the driver gets of each table, after the last row. */
  List<TaskOutlet.Ended> end() {
    return new ArrayList<>(outlets.stream().map(TaskOutlet::end).toList());
  }

  /**
   * Removes what the task has written.
   *
   * @param error why it has failed
   */
  void undo(Throwable error) {
    outlets.forEach(outlet -> outlet.undo(error));
  }
}
