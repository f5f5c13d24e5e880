package org.tidemark.lakehouse.spark;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, but that permissions are set by this process: without its native
 * library Hadoop starts {@code chmod} for each file and each checksum that it makes.
 */
final class InProcessLocalFileSystem extends LocalFileSystem {
  /** For Hadoop, which makes file systems by their class names. */
  public InProcessLocalFileSystem() {
    super(new Raw());
  }

  /** Chooses it for what opens files with a configuration, and for nobody else. */
  static void choose(Configuration configuration) {
    configuration.setClass("fs.file.impl", InProcessLocalFileSystem.class, FileSystem.class);
    configuration.setBoolean("fs.file.impl.disable.cache", true);
  }

  private static final class Raw extends RawLocalFileSystem {
    private static final boolean POSIX =
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      if (!POSIX || permission.getStickyBit()) {
        super.setPermission(path, permission);
        return;
      }
      String rights =
          permission.getUserAction().SYMBOL
              + permission.getGroupAction().SYMBOL
              + permission.getOtherAction().SYMBOL;
      Files.setPosixFilePermissions(
          pathToFile(path).toPath(), PosixFilePermissions.fromString(rights));
    }
  }
}
