package org.tidemark.lakehouse.spark;

import java.io.Serializable;

/**
 * One file of rows in the folder of a table.
 *
 * @param name in the folder
 * @param bytes its length
 * @param modified last change in milliseconds of the epoch
 * @param statistics number of rows, ranges and nulls, as the JSON of Delta's commits
 */
public record DataFile(String name, long bytes, long modified, String statistics)
    implements Serializable {
  public DataFile {
    if (name.isEmpty() || bytes < 0) {
      throw new IllegalArgumentException("a file \"" + name + "\" of " + bytes + " bytes");
    }
  }
}
