package org.tidemark.lakehouse.spark;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of one table in files that are written but that no commit names: to be appended with {@link
 * TableStore#appendOnce(DataFiles, String, long)}, or deleted.
 */
public final class DataFiles {
  private static final Logger LOG = LoggerFactory.getLogger(DataFiles.class);

  private final DataFileFormat format;
  private final List<DataFile> files;
  private final AtomicBoolean offered = new AtomicBoolean();

  /**
   * @param format what the files were written with
   * @param files none where there were no rows
   */
  public DataFiles(DataFileFormat format, List<DataFile> files) {
    this.format = format;
    this.files = List.copyOf(files);
  }

  DataFileFormat format() {
    return format;
  }

  /** The files; none where there were no rows. */
  public List<DataFile> files() {
    return files;
  }

  /** Whether there are no rows. */
  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** The files for a commit; from now on nobody knows that none names them. */
  List<DataFile> offer() {
    offered.set(true);
    return files;
  }

  /**
   * Deletes the files, unless they were once offered to a commit. One that cannot be deleted is in
   * nobody's way, so that is only logged.
   */
  public void delete() {
    if (offered.get()) {
      return;
    }
    for (DataFile file : files) {
      try {
        format.delete(file.name());
      } catch (RuntimeException e) {
        LOG.warn("{} is of no table and could not be deleted", format.path(file.name()), e);
      }
    }
  }
}
