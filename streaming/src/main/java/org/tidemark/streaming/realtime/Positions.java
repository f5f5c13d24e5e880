package org.tidemark.streaming.realtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the tasks of a query have come, in one small file a partition: what a driver cannot ask a
 * task that runs for minutes. Tasks only set a number; one thread of the JVM writes those that have
 * changed every {@value #EVERY_SECONDS} seconds. A file is a hint for people, never read by a task.
 */
final class Positions implements AutoCloseable {
  static final long EVERY_SECONDS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(Positions.class);

  private final Path folder;
  private final Map<Integer, AtomicLong> next = new ConcurrentHashMap<>();
  private final Map<Integer, Long> written = new TreeMap<>();
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(Threads.daemon("realtime-positions"));

  /** Where they lie in the folder of a query. */
  static Path in(Path folder) {
    return folder.resolve("positions");
  }

  /** Writes into a folder from now on. */
  Positions(Path folder) {
    this.folder = folder;
    writer.scheduleWithFixedDelay(this::write, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  /** Where the task of a partition puts the offset of its next record. */
  AtomicLong of(int partition) {
    return next.computeIfAbsent(partition, any -> new AtomicLong(-1));
  }

  /** Writes those that have changed. */
  synchronized void write() {
    next.forEach(
        (partition, at) -> {
          long now = at.get();
          if (now >= 0 && !Long.valueOf(now).equals(written.get(partition))) {
            try {
              Files.createDirectories(folder);
              Path hidden = folder.resolve("." + partition);
              Files.writeString(hidden, now + "\n");
              Files.move(
                  hidden,
                  folder.resolve(Integer.toString(partition)),
                  StandardCopyOption.ATOMIC_MOVE);
              written.put(partition, now);
            } catch (IOException | RuntimeException e) {
              LOG.warn("position of partition {} was not written: {}", partition, e.toString());
            }
          }
        });
  }

  /** Offsets of next records by partition, as far as tasks have written any. */
  static Map<Integer, Long> read(Path folder) {
    Map<Integer, Long> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        String text = name.matches("\\d{1,9}") ? Files.readString(file).strip() : "";
        if (text.matches("\\d{1,18}")) {
          found.put(Integer.parseInt(name), Long.parseLong(text));
        }
      }
      return found;
    } catch (NoSuchFileException nothingYet) {
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
  }

  /** Forgets what an earlier start has left: it may lie before its checkpoint. */
  static void clear(Path folder) {
    try {
      for (int partition : read(folder).keySet()) {
        Files.deleteIfExists(folder.resolve(Integer.toString(partition)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be emptied", e);
    }
  }

  @Override
  public void close() {
    writer.shutdownNow();
    write();
  }
}
