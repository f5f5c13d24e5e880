package org.tidemark.lakehouse.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.tidemark.lakehouse.Lake;

/**
 * Small files below a lake's root, on any file system that the Hadoop settings can reach. Names are
 * relative to the root, with {@code /} between folders.
 */
public final class LakeFiles {
  private final Lake lake;
  private final Configuration hadoop;

  /**
   * @param hadoop settings of the file systems; in a session Spark's own, which hold every {@code
   *     spark.hadoop.*} setting
   */
  public LakeFiles(Lake lake, Configuration hadoop) {
    this.lake = lake;
    this.hadoop = hadoop;
  }

  /** The files of a store's lake, by the settings of its session. */
  public static LakeFiles of(TableStore store) {
    return new LakeFiles(store.lake(), store.spark().sparkContext().hadoopConfiguration());
  }

  /** Where the file is, as messages name it. */
  public String location(String name) {
    return lake.folder(name);
  }

  /** All bytes of a file, if it is there. */
  public Optional<byte[]> read(String name) {
    Path path = new Path(location(name));
    try (var in = files(path).open(path)) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  /**
   * Writes beside and renames, so that a reader sees all of it or what was there before; on other
   * file systems than the local one nothing for a moment. A file that has these bytes already is
   * left alone: a model that is exported again is never gone from under who serves with it.
   */
  public void write(String name, byte[] bytes) {
    Path path = new Path(location(name));
    Path beside = new Path(path.getParent(), "." + path.getName() + ".writing");
    try {
      FileSystem files = files(path);
      if (holds(files, path, bytes)) {
        return;
      }
      try (FSDataOutputStream out = files.create(beside, true)) {
        out.write(bytes);
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
          out.hsync();
        }
      }
      if (!(files instanceof RawLocalFileSystem)) { // whose rename replaces what is there
        files.delete(path, false);
      }
      if (!files.rename(beside, path)) {
        throw new IOException("could not rename " + beside);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path, e);
    }
  }

  private static boolean holds(FileSystem files, Path path, byte[] bytes) {
    try {
      if (files.getFileStatus(path).getLen() != bytes.length) {
        return false;
      }
      try (var in = files.open(path)) {
        return Arrays.equals(in.readAllBytes(), bytes);
      }
    } catch (IOException absentOrDamaged) {
      return false;
    }
  }

  /** Removes a file; nothing happens when there is none. */
  public void delete(String name) {
    Path path = new Path(location(name));
    try {
      files(path).delete(path, false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + path, e);
    }
  }

  /** Hadoop's checksum files would make a settings file that someone has edited unreadable. */
  private FileSystem files(Path path) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
  }
}
