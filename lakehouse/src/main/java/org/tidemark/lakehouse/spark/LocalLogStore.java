package org.tidemark.lakehouse.spark;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Commits of Delta tables in a local folder, each by one step of the operating system: of several
 * processes that commit the same version one gets through and the others are told that it is there.
 * Delta's own store for such folders looks whether the file is there and renames over it then, so
 * that a commit may be lost between the two, and starts a process of {@code readlink} or {@code
 * chmod} for each of some twenty looks at a commit.
 *
 * <p>Files and the checksums beside them are those that Hadoop's {@link LocalFileSystem} writes and
 * demands. Named by {@code spark.delta.logStore.file.impl}; docs/adr/0017.
 */
public final class LocalLogStore extends HadoopFileSystemLogStore {
  private static final byte[] MARK = {'c', 'r', 'c', 0};

  /** As Delta makes one. */
  public LocalLogStore(Configuration configuration) {
    super(configuration);
  }

  /**
   * @throws FileAlreadyExistsException if the file is there and may not be replaced
   */
  @Override
  public void write(
      Path path, Iterator<String> actions, Boolean overwrite, Configuration configuration)
      throws IOException {
    LocalFileSystem files = FileSystem.getLocal(configuration);
    if (!overwrite && files.exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Path beside = createTempPath(path);
    try {
      byte[] commit = bytes(actions);
      // Not by Hadoop, which sets the permissions of each file by a process.
      Files.write(local(files, beside), commit);
      Files.write(sum(files, beside), sums(commit, files.getBytesPerSum()));
      if (overwrite) {
        replace(files, beside, path);
      } else {
        put(files, beside, path);
      }
    } finally {
      Files.deleteIfExists(local(files, beside));
      Files.deleteIfExists(sum(files, beside));
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

  /** A reader takes a file without a checksum as it is, so the old one goes first. */
  private static void replace(LocalFileSystem files, Path beside, Path path) throws IOException {
    Files.deleteIfExists(sum(files, path));
    Files.move(local(files, beside), local(files, path), StandardCopyOption.ATOMIC_MOVE);
    Files.move(sum(files, beside), sum(files, path), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void put(LocalFileSystem files, Path beside, Path path) throws IOException {
    try {
      Files.createLink(local(files, path), local(files, beside));
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      renameIfAbsent(files, beside, path); // no hard links there
    }
    Files.move(sum(files, beside), sum(files, path), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Safe against other threads of this process alone. */
  private static void renameIfAbsent(LocalFileSystem files, Path beside, Path path)
      throws IOException {
    synchronized (LocalLogStore.class) {
      Files.move(local(files, beside), local(files, path)); // refuses when it is there
    }
  }

  private static java.nio.file.Path local(LocalFileSystem files, Path path) {
    return files.pathToFile(path).toPath();
  }

  private static java.nio.file.Path sum(LocalFileSystem files, Path path) {
    return local(files, files.getChecksumFile(path));
  }

  /** A file is there with all its lines or not at all. */
  @Override
  public Boolean isPartialWriteVisible(Path path, Configuration configuration) {
    return false;
  }
}
