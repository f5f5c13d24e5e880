package org.tidemark.streaming.realtime;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes and prunes in the background, so that a task gives away only the time to take the bytes.
 * When the disk falls behind by {@link #AHEAD} snapshots, further ones are not taken: one snapshot
 * less is a longer replay.
 */
final class BackgroundSnapshots implements SnapshotStore, AutoCloseable {
  static final int AHEAD = 8;
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundSnapshots.class);

  private final SnapshotStore store;
  private final Semaphore room = new Semaphore(AHEAD);
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Threads.daemon("realtime-snapshots"));

  BackgroundSnapshots(SnapshotStore store) {
    this.store = store;
  }

  @Override
  public List<Long> offsets(StateKey key) {
    return store.offsets(key);
  }

  @Override
  public Optional<Snapshot> read(StateKey key, long next) {
    return store.read(key, next);
  }

  @Override
  public void write(Snapshot snapshot) {
    later(() -> store.write(snapshot));
  }

  @Override
  public void prune(StateKey key, long batchStart) {
    later(() -> store.prune(key, batchStart));
  }

  private void later(Runnable work) {
    if (!room.tryAcquire()) {
      LOG.warn("snapshots are written too slowly; one is left out");
      return;
    }
    try {
      writer.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              LOG.warn("a snapshot was not written or pruned: {}", e.toString());
            } finally {
              room.release();
            }
          });
    } catch (RejectedExecutionException closed) {
      room.release();
    }
  }

  /** Waits for what was begun. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("snapshots are still being written after 10 s; they are given up");
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
