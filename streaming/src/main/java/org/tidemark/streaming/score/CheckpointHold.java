package org.tidemark.streaming.score;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * Lets one scorer at a time run on a checkpoint: a second one would write batches under the numbers
 * of the first. The operating system holds the lock and frees it when the process ends, however it
 * ends. A checkpoint elsewhere than in a local folder has no lock.
 */
final class CheckpointHold {
  private static final String FILE = ".owner";

  /** A process cannot be told by its own lock that it holds it: these are the holds of this one. */
  private static final Map<Path, CheckpointHold> HELD = new HashMap<>();

  private final Path folder;
  private final FileChannel file;
  private BooleanSupplier active = () -> true;

  private CheckpointHold(Path folder, FileChannel file) {
    this.folder = folder;
    this.file = file;
  }

  /**
   * Takes the checkpoint for a scorer.
   *
   * @param owner what to call the scorer where another one asks
   * @return the hold; empty where the folder is not a local one
   * @throws IllegalStateException if a running scorer has it
   */
  static Optional<CheckpointHold> take(String checkpoint, String owner) {
    Optional<Path> local = local(checkpoint);
    if (local.isEmpty()) {
      return Optional.empty();
    }
    synchronized (HELD) {
      Path folder = real(local.get());
      CheckpointHold before = HELD.get(folder);
      if (before != null) {
        if (before.active.getAsBoolean()) {
          throw refusal(folder, "this process");
        }
        before.release();
      }
      CheckpointHold hold = new CheckpointHold(folder, locked(folder, owner));
      HELD.put(folder, hold);
      return Optional.of(hold);
    }
  }

  /** From now on the hold lasts as long as the query does. */
  void until(StreamingQuery query) {
    active = query::isActive;
  }

  /** Gives the checkpoint back. */
  void release() {
    synchronized (HELD) {
      HELD.remove(folder, this);
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException("checkpoint " + folder + " cannot be given back", e);
      }
    }
  }

  /** One folder has one name: a second channel to its lock would free that of the first. */
  private static Path real(Path folder) {
    try {
      return Files.createDirectories(folder).toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + folder + " cannot be taken", e);
    }
  }

  private static FileChannel locked(Path folder, String owner) {
    try {
      FileChannel file =
          FileChannel.open(
              folder.resolve(FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = file.tryLock();
      if (lock == null) {
        file.close();
        throw refusal(folder, Files.readString(folder.resolve(FILE)).strip());
      }
      file.truncate(0);
      file.write(ByteBuffer.wrap((owner + "\n").getBytes(StandardCharsets.UTF_8)));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + folder + " cannot be taken", e);
    }
  }

  private static IllegalStateException refusal(Path folder, String owner) {
    return new IllegalStateException(
        "checkpoint "
            + folder
            + " is in use by "
            + owner
            + "; one scorer runs on a checkpoint: stop that one first, or start under another"
            + " query name");
  }

  private static Optional<Path> local(String checkpoint) {
    if (checkpoint.startsWith("file:")) {
      return Optional.of(
          Path.of(new org.apache.hadoop.fs.Path(checkpoint).toUri().getPath())
              .toAbsolutePath()
              .normalize());
    }
    return checkpoint.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")
        ? Optional.empty()
        : Optional.of(Path.of(checkpoint).toAbsolutePath().normalize());
  }
}
