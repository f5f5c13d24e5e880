package org.tidemark.streaming.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Holds the files of a checkpoint against their checksums before Spark reads them. Its usual way
 * does not look at those that a local disk has beside the files, so a flipped digit in {@code
 * offsets/N} would be believed, and the other ({@link CheckpointFiles}) looks when it comes to the
 * file, after others have been written; other file systems have checksums of their own.
 */
public final class WholeCheckpoint {
  private WholeCheckpoint() {}

  /**
   * Reads what Spark will read.
   *
   * @param folder of the checkpoint
   * @throws IllegalStateException if a file is not as it was written
   */
  public static void demand(String folder, Configuration configuration) {
    try {
      if (new Path(folder).getFileSystem(configuration) instanceof ChecksumFileSystem checked) {
        new CheckpointLog(folder, configuration).read().forEach(file -> demand(checked, file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + folder + " cannot be opened", e);
    }
  }

  private static void demand(ChecksumFileSystem files, Path file) {
    try (FSDataInputStream in = files.open(file)) {
      Path sums = files.getChecksumFile(file);
      long length = in.transferTo(OutputStream.nullOutputStream());
      // A file that was cut where a sum ends has the sums of what is gone left over.
      if (files.getRawFileSystem().exists(sums)
          && files.getRawFileSystem().getFileStatus(sums).getLen()
              != files.getChecksumFileLength(file, length)) {
        throw damaged(file, "its checksum is of another length", Optional.empty());
      }
    } catch (FileNotFoundException absent) {
      return;
    } catch (ChecksumException e) {
      throw damaged(file, e.getMessage(), Optional.of(e));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static IllegalStateException damaged(
      Path file, String what, Optional<ChecksumException> cause) {
    return new IllegalStateException(
        file
            + " is not as it was written: "
            + what
            + "; put it back from a copy (docs/how-to/recover.md), or, if only its checksum ."
            + file.getName()
            + ".crc is damaged, delete that",
        cause.orElse(null));
  }
}
