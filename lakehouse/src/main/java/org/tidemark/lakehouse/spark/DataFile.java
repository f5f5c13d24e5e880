package org.tidemark.lakehouse.spark;

import java.io.Serializable;

/**
 * One file of rows in the folder of a table.
 *
 * @param name in the folder
 * @param rows in it
 * @param bytes its length
 * @param modified last change in milliseconds of the epoch
 * @param statistics number of rows, ranges and nulls, as the JSON of Delta's commits
 */
public record DataFile(String name, long rows, long bytes, long modified, String statistics)
    implements Serializable {
  public DataFile {
    if (name.isEmpty() || rows < 0 || bytes < 0) {
      throw new IllegalArgumentException(
          "a file \"%s\" of %d rows in %d bytes".formatted(name, rows, bytes));
    }
  }
}
