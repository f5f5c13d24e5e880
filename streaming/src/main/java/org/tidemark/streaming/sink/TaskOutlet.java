package org.tidemark.streaming.sink;

import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;
import org.tidemark.lakehouse.spark.DataFile;
import org.tidemark.lakehouse.spark.DataFileFormat;
import org.tidemark.lakehouse.spark.DataFileWriter;

/** The rows of one task for one table: kept for the driver, or in a file once that is begun. */
final class TaskOutlet {
  private final DataFileFormat format;
  private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
  private final List<Integer> lengths = new ArrayList<>();
  private Optional<UnsafeProjection> compact = Optional.empty();
  private Optional<DataFileWriter> file = Optional.empty();

  TaskOutlet(DataFileFormat format) {
    this.format = format;
  }

  /**
   * @param row the table's columns; may be changed afterwards
   */
  void write(InternalRow row) {
    if (file.isPresent()) {
      file.get().write(row);
      return;
    }
    if (compact.isEmpty()) { // most tables get no row of most tasks
      compact = Optional.of(UnsafeProjection.create(format.schema()));
    }
    UnsafeRow kept = compact.get().apply(row);
    rows.writeBytes(kept.getBytes());
    lengths.add(kept.getSizeInBytes());
  }

  /** Bytes of the rows that are kept. */
  int kept() {
    return rows.size();
  }

  /** Puts the rows that are kept, and all later ones, into a file. */
  void spill() {
    DataFileWriter begun = format.open();
    file = Optional.of(begun);
    few().rows(format).forEach(begun::write);
    rows.reset();
    lengths.clear();
  }

  private Few few() {
    return new Few(rows.toByteArray(), lengths.stream().mapToInt(n -> n).toArray());
  }

  /** What the driver gets, after the last row. */
  Ended end() {
    return new Ended(file.map(DataFileWriter::finish).stream().toList(), few());
  }

  /**
   * Removes what the task has written.
   *
   * @param error why it has failed
   */
  void undo(Throwable error) {
    file.ifPresent(begun -> begun.abort(error));
  }

  /**
   * What a task has for a table.
   *
   * @param files one or none
   * @param few the rows, if there is none
   */
  record Ended(List<DataFile> files, Few few) implements Serializable {}

  /** Rows on their way to the driver, one after another. */
  record Few(byte[] bytes, int[] lengths) implements Serializable {
    List<UnsafeRow> rows(DataFileFormat format) {
      List<UnsafeRow> all = new ArrayList<>(lengths.length);
      long at = Platform.BYTE_ARRAY_OFFSET;
      for (int length : lengths) {
        UnsafeRow row = new UnsafeRow(format.schema().size());
        row.pointTo(bytes, at, length);
        all.add(row);
        at += length;
      }
      return all;
    }
  }
}
