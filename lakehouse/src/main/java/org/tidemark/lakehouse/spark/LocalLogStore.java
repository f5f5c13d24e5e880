package org.tidemark.lakehouse.spark;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits of Delta tables in a local folder, each by one step of the operating system, a hard link:
 * of several processes that commit the same version one gets through and the others are told that
 * it is there. Delta's own store for such folders looks whether the file is there and renames then,
 * and starts a process of {@code readlink} or {@code chmod} for each of some ten looks at a commit.
 *
 * <p>A commit has beside it the checksum file that Hadoop's {@link LocalFileSystem} would have
 * written and demands. Named by {@code spark.delta.logStore.file.impl}; docs/adr/0017.
 */
public final class LocalLogStore extends HadoopFileSystemLogStore {
  private static final Logger LOG = LoggerFactory.getLogger(LocalLogStore.class);
  private static final Pattern COMMIT = Pattern.compile("\\d{20}\\.json");
  private static final byte[] MARK = {'c', 'r', 'c', 0};
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  /** As Delta makes one. */
  public LocalLogStore(Configuration configuration) {
    super(configuration);
  }

  /**
   * @throws FileAlreadyExistsException if the file is there and may not be replaced
   */
  @Override
  public void write(
      org.apache.hadoop.fs.Path path,
      Iterator<String> actions,
      Boolean overwrite,
      Configuration configuration)
      throws IOException {
    LocalFileSystem files = FileSystem.getLocal(configuration);
    Path target = files.pathToFile(path).toPath();
    Path beside = files.pathToFile(createTempPath(path)).toPath();
    String permissions =
        FsPermission.getFileDefault().applyUMask(FsPermission.getUMask(configuration)).toString();
    try {
      byte[] bytes = bytes(actions);
      write(beside, bytes, permissions);
      if (overwrite) {
        // Without a checksum: two that replace one file could leave that of the other with it.
        Files.deleteIfExists(sum(target));
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
      } else {
        write(sum(beside), sums(bytes, files.getBytesPerSum()), permissions);
        put(beside, target);
      }
    } finally {
      remove(beside);
      remove(sum(beside));
    }
  }

  /**
   * Not by Hadoop, which sets the permissions of each file by a process, and not by a channel,
   * which an interrupted thread would close.
   */
  private static void write(Path file, byte[] bytes, String permissions) throws IOException {
    try (OutputStream out = new FileOutputStream(file.toFile())) {
      out.write(bytes);
    }
    if (POSIX) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
  }

  private static byte[] bytes(Iterator<String> actions) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (actions.hasNext()) {
      bytes.writeBytes(actions.next().getBytes(StandardCharsets.UTF_8));
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }

  /** What Hadoop keeps beside a file: a mark, bytes a sum, and the CRC32 of each such block. */
  private static byte[] sums(byte[] bytes, int block) {
    int blocks = (bytes.length + block - 1) / block;
    ByteBuffer sums = ByteBuffer.allocate(MARK.length + (1 + blocks) * Integer.BYTES);
    sums.put(MARK).putInt(block);
    for (int from = 0; from < bytes.length; from += block) {
      CRC32 sum = new CRC32();
      sum.update(bytes, from, Math.min(block, bytes.length - from));
      sums.putInt((int) sum.getValue());
    }
    return sums.array();
  }

  private static void put(Path beside, Path target) throws IOException {
    try {
      Files.createLink(target, beside);
    } catch (FileAlreadyExistsException e) {
      // A network file system may have lost the answer to a link that got through, and asked again.
      if (!Files.isSameFile(target, beside)) {
        throw e;
      }
    } catch (FileSystemException | UnsupportedOperationException e) {
      if (linksAreMade(beside)) {
        throw e;
      }
      LOG.warn("{}: no hard links there, safe against this process alone", target);
      renameIfAbsent(beside, target);
    }
    try {
      Files.move(sum(beside), sum(target), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) { // the commit is through, and a file without a checksum is read too
      LOG.warn("{} has no checksum: {}", target, e.toString());
    }
  }

  private static boolean linksAreMade(Path file) {
    Path link = file.resolveSibling(file.getFileName() + ".link");
    try {
      Files.createLink(link, file);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    } finally {
      remove(link);
    }
  }

  private static void renameIfAbsent(Path beside, Path target) throws IOException {
    synchronized (LocalLogStore.class) {
      Files.move(beside, target); // refuses when it is there
    }
  }

  private static Path sum(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".crc");
  }

  /** Whether it can be removed or not, the commit is what it is. */
  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{} was left: {}", file, e.toString());
    }
  }

  /**
   * @throws IOException if a commit is empty, as it may be after a loss of power; to Delta it would
   *     be one without rows
   */
  @Override
  public Iterator<FileStatus> listFrom(org.apache.hadoop.fs.Path path, Configuration configuration)
      throws IOException {
    List<FileStatus> found = new ArrayList<>();
    super.listFrom(path, configuration).forEachRemaining(found::add);
    for (FileStatus file : found) {
      if (file.getLen() == 0 && COMMIT.matcher(file.getPath().getName()).matches()) {
        throw new IOException(
            file.getPath() + " is empty, and no commit is; put it back (docs/how-to/recover.md)");
      }
    }
    return found.iterator();
  }

  /**
   * True: not of what is written here, but Delta writes its checkpoints into the folder by itself,
   * and must write them beside and rename them.
   */
  @Override
  public Boolean isPartialWriteVisible(
      org.apache.hadoop.fs.Path path, Configuration configuration) {
    return true;
  }
}
