package org.tidemark.streaming.realtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes and prunes in the background, so that a task gives away only the time to take the bytes.
 * When the disk falls behind, a snapshot that still waits gives way to the next one of its state:
 * the last of a turn is always written, as no other may come for days.
 */
final class BackgroundSnapshots implements SnapshotStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundSnapshots.class);

  private final SnapshotStore store;
  private final Map<StateKey, Snapshot> toWrite = new ConcurrentHashMap<>();
  private final Map<StateKey, Long> toPrune = new ConcurrentHashMap<>();
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
    StateKey key = snapshot.key();
    Snapshot before = toWrite.put(key, snapshot);
    if (before == null) {
      later(() -> store.write(toWrite.remove(key)));
    } else {
      LOG.warn("{}: snapshots are written too slowly; that at {} is left out", key, before.next());
    }
  }

  @Override
  public void prune(StateKey key, long batchStart) {
    if (toPrune.put(key, batchStart) == null) {
      later(() -> store.prune(key, toPrune.remove(key)));
    }
  }

  private void later(Runnable work) {
    try {
      writer.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              LOG.warn("a snapshot was not written or pruned: {}", e.toString());
            }
          });
    } catch (RejectedExecutionException closed) {
      LOG.warn("a snapshot came after the end of its query and is not written");
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
