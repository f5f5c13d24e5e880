package org.tidemark.lakehouse.spark;

import java.io.UncheckedIOException;
import java.util.List;

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
    files.forEach(file -> format.delete(file.name()));
  }
}
