package org.tidemark.lakehouse.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What is in the folder of a table that has no commit: what a program left that died creating it,
 * or what one that is about to commit has written so far.
 */
final class Leftovers {
  private static final String LOG = "_delta_log";

  private final Path table;
  private final FileSystem files;
  private final Set<String> names;

  private Leftovers(Path table, FileSystem files) throws IOException {
    this.table = table;
    this.files = files;
    this.names = names(table, files);
  }

  /** What is there now. */
  static Leftovers in(String table, Configuration configuration) {
    try {
      Path path = new Path(table);
      return new Leftovers(path, path.getFileSystem(configuration));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> names(Path table, FileSystem files) throws IOException {
    Set<String> names = new TreeSet<>();
    add(table, files, names);
    return names;
  }

  /** Asks for nothing but names: a file of somebody else may be gone in the next moment. */
  private static void add(Path folder, FileSystem files, Set<String> names) throws IOException {
    try {
      for (FileStatus each : files.listStatus(folder)) {
        if (each.isDirectory()) {
          add(each.getPath(), files, names);
        } else {
          names.add(each.getPath().toString());
        }
      }
    } catch (FileNotFoundException e) {
      // Nothing is in a folder that is not there.
    }
  }

  /**
   * Removes the folder if nobody has touched it since and nothing of worth is in it: unfinished
   * files of a log, or none at all.
   *
   * @return whether it is gone
   */
  boolean removed() {
    try {
      boolean unfinished =
          names.stream()
              .map(Path::new)
              .allMatch(
                  file ->
                      file.getName().startsWith(".")
                          && file.getParent().getName().equals(LOG)
                          && file.getParent().getParent().getName().equals(table.getName()));
      return unfinished && names(table, files).equals(names) && files.delete(table, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
