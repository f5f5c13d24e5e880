package org.tidemark.jobs.train;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Threads that wait for fits side by side. Closing it stops what still runs and waits for its end:
 * nothing may read the rows, or keep a model, when the caller has let go of them.
 */
public final class FitPool implements AutoCloseable {
  private static final long LONGEST_WAIT_SECONDS = 600;

  private final ExecutorService threads;

  /**
   * A pool.
   *
   * @param workers fits at a time, 1 or more
   */
  public FitPool(int workers) {
    threads = Executors.newFixedThreadPool(workers);
  }

  /** Takes work. */
  public ExecutorService threads() {
    return threads;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
