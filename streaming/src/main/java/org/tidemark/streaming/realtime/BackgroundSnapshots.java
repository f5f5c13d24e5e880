package org.tidemark.streaming.realtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
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
 * When the disk falls behind, those of the middle of a turn are left out. Those of the ends are
 * not, of the last two turns: a restart goes on from one of these, and a quiet partition has no
 * other for days.
 */
final class BackgroundSnapshots implements SnapshotStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundSnapshots.class);

  /** The turn that has ended, and the one before, which may be all that is committed. */
  private static final int TURNS = 2;

  private final SnapshotStore store;
  private final Map<StateKey, Deque<Snapshot>> waiting = new HashMap<>();
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
    synchronized (waiting) {
      if (waiting.containsKey(key)) {
        LOG.warn("{}: the disk is slow, the snapshot at {} is left out", key, snapshot.next());
        return;
      }
      waiting.put(key, new ArrayDeque<>(List.of(snapshot)));
    }
    later(() -> writeNext(key));
  }

  @Override
  public void writeLast(Snapshot snapshot) {
    StateKey key = snapshot.key();
    synchronized (waiting) {
      Deque<Snapshot> of = waiting.computeIfAbsent(key, any -> new ArrayDeque<>());
      of.add(snapshot);
      if (of.size() > TURNS) {
        LOG.warn("{}: the disk is slow, the snapshot at {} is left out", key, of.remove().next());
        return; // as many writes are under way as snapshots wait
      }
    }
    later(() -> writeNext(key));
  }

  private void writeNext(StateKey key) {
    Snapshot next;
    synchronized (waiting) {
      Deque<Snapshot> of = waiting.get(key);
      next = of.remove();
      if (of.isEmpty()) {
        waiting.remove(key);
      }
    }
    store.write(next);
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
