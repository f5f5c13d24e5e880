package org.tidemark.jobs.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** File names with wildcards, on any file system. */
public final class Globs {
  private Globs() {}

  /**
   * The files that match, sorted by name; the one of exactly that name alone, where there is one.
   *
   * @param hadoop settings of the file systems: Spark's own, with every {@code spark.hadoop.*}
   * @throws IllegalArgumentException if none does, or only folders do
   */
  public static List<String> expand(String pattern, Configuration hadoop) {
    Path path = new Path(pattern);
    try {
      FileSystem system = path.getFileSystem(hadoop);
      boolean isThere = system.exists(path);
      FileStatus[] found =
          isThere && system.getFileStatus(path).isFile()
              ? new FileStatus[] {system.getFileStatus(path)}
              : system.globStatus(path);
      if ((found == null || found.length == 0) && !isThere) {
        throw new IllegalArgumentException("no file matches " + pattern + "; check the path");
      }
      List<String> files =
          Stream.ofNullable(found)
              .flatMap(Arrays::stream)
              .filter(FileStatus::isFile)
              .map(s -> s.getPath().toString())
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new IllegalArgumentException(
            pattern
                + " is a folder; name the files in it, for example '"
                + pattern
                + "/*.parquet'");
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("looking for " + pattern, e);
    }
  }
}
