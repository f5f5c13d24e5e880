package org.tidemark.streaming.source;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Cuts a file (path, arrival, bytes) at its line feeds. Lines are numbered from 0; what follows the
 * last line feed is a line only if it is not empty. The partition is the path below the folder:
 * subfolders may have files of one name.
 *
 * @param source the folder
 */
record Lines(String source) implements FlatMapFunction<Row, Row> {
  @Override
  public Iterator<Row> call(Row file) {
    String name = below(file.getString(0));
    long arrival = file.getLong(1);
    byte[] bytes = file.getAs(2);
    return new Iterator<>() {
      private int at;
      private long line;

      @Override
      public boolean hasNext() {
        return at < bytes.length;
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the file " + name + " is over");
        }
        int end = at;
        while (end < bytes.length && bytes[end] != '\n') {
          end++;
        }
        Row row =
            RowFactory.create(source, name, line, arrival, Arrays.copyOfRange(bytes, at, end));
        at = end + 1;
        line++;
        return row;
      }
    };
  }

  /** Schemes and hosts are spelled in several ways; a path elsewhere keeps its whole name. */
  private String below(String file) {
    String folder = new Path(source).toUri().getPath();
    String path = new Path(file).toUri().getPath();
    String prefix = folder.endsWith("/") ? folder : folder + "/";
    return path.startsWith(prefix) ? path.substring(prefix.length()) : file;
  }
}
