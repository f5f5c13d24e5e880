package org.tidemark.lakehouse.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.tidemark.lakehouse.Table;

/**
 * Rows of one table in files that are written but that no commit names: to be appended with {@link
 * TableStore#appendOnce(DataFiles, String, long)}, or deleted.
 *
 * @param format what the files were written with
 * @param files none where there are no rows
 */
public record DataFiles(DataFileFormat format, List<DataFile> files) {
  public DataFiles {
    files = List.copyOf(files);
  }

  /** The table that the rows are for. */
  public Table table() {
    return format.table();
  }

  /** Whether there are no rows. */
  public boolean isEmpty() {
    return files.isEmpty();
  }

  /**
   * Deletes the files; only while no commit can name them.
   *
   * @throws UncheckedIOException if one cannot be deleted
   */
  public void delete() {
    try {
      for (DataFile file : files) {
        Path path = format.path(file.name());
        path.getFileSystem(format.configuration()).delete(path, false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
