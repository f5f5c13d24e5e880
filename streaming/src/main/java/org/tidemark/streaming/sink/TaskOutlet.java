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

/**
 * The rows of one task for one table. Few are sent to the driver, which makes one file of those of
 * all tasks; many go into a file of their own.
 */
final class TaskOutlet {
  private final DataFileFormat format;
  private final UnsafeProjection compact;
  private final int mostBytes;
  private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
  private final List<Integer> lengths = new ArrayList<>();
  private Optional<DataFileWriter> file = Optional.empty();

  /**
   * @param mostBytes of rows that are sent to the driver
   */
  TaskOutlet(DataFileFormat format, int mostBytes) {
    this.format = format;
    this.compact = UnsafeProjection.create(format.schema());
    this.mostBytes = mostBytes;
  }

  /**
   * @param row the table's columns; may be changed afterwards
   */
  void write(InternalRow row) {
    if (file.isPresent()) {
      file.get().write(row);
      return;
    }
    UnsafeRow kept = compact.apply(row);
    if (rows.size() + kept.getSizeInBytes() <= mostBytes) {
      rows.writeBytes(kept.getBytes());
      lengths.add(kept.getSizeInBytes());
      return;
    }
    DataFileWriter begun = format.open();
    file = Optional.of(begun);
    few().rows(format).forEach(begun::write);
    rows.reset();
    lengths.clear();
    begun.write(row);
  }

  private Few few() {
    return new Few(rows.toByteArray(), lengths.stream().mapToInt(n -> n).toArray());
  }

  /** What the driver gets, after the last row. */
  Ended end() {
    return new Ended(file.map(DataFileWriter::finish).stream().toList(), few());
  }

  /** Removes what the task has written: it has failed. */
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
