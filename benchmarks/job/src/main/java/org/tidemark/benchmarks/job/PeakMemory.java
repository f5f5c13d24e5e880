package org.tidemark.benchmarks.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The most memory that a job adds to the process: live objects of the heap, found by collecting
 * garbage all the time, and what lies outside the heap, XGBoost's own among it, by the resident set
 * that the system counts. Start with {@code -Xms} equal to {@code -Xmx} and {@code
 * -XX:+AlwaysPreTouch}, or pages of the heap that are touched first count as outside it.
 *
 * @param heapBytes live objects added
 * @param otherBytes resident bytes added
 */
record PeakMemory(long heapBytes, long otherBytes) {
  private static final long PAUSE_MILLIS = 20;

  long bytes() {
    return heapBytes + otherBytes;
  }

  /** Runs a job, slowly. */
  static PeakMemory of(Runnable work) {
    long heap = live();
    long resident = resident();
    AtomicBoolean over = new AtomicBoolean();
    long[] most = {heap, resident};
    Thread watcher =
        new Thread(
            () -> {
              while (!over.get()) {
                most[1] = Math.max(most[1], resident());
                most[0] = Math.max(most[0], live());
                pause();
              }
            });
    watcher.start();
    try {
      work.run();
    } finally {
      over.set(true);
      join(watcher);
    }
    return new PeakMemory(most[0] - heap, most[1] - resident);
  }

  private static long live() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long resident() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
      throw new IllegalStateException("/proc/self/status has no VmRSS; measure on Linux");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread watcher) {
    try {
      watcher.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
