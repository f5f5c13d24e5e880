package org.tidemark.streaming.realtime;

import java.util.List;
import java.util.Optional;

/**
 * Where snapshots are kept; every executor sees the same ones. Losing any of them costs a replay.
 */
interface SnapshotStore {
  /** Offsets of the snapshots of a key, newest first. */
  List<Long> offsets(StateKey key);

  /**
   * Where a replay would begin that gives the state before a record: at the newest snapshot at or
   * below it, without looking whether that is whole, else at the origin.
   */
  default long replayedFrom(StateKey key, long next) {
    return offsets(key).stream()
        .filter(at -> at <= next && at > key.origin())
        .findFirst()
        .orElse(key.origin());
  }

  /** What a replay would end with that the log, which begins there, no longer allows. */
  default Optional<StateLostException> lost(StateKey key, long next, long beginning) {
    long from = replayedFrom(key, next);
    return from < next && from < beginning
        ? Optional.of(new StateLostException(key, from, next, beginning))
        : Optional.empty();
  }

  /** A snapshot; empty if it is gone, damaged or of another key. */
  Optional<Snapshot> read(StateKey key, long next);

  /** Keeps a snapshot: whole or not at all. */
  void write(Snapshot snapshot);

  /** The same of the end of a turn, where a restart goes on. */
  default void writeLast(Snapshot snapshot) {
    write(snapshot);
  }

  /**
   * Drops what is not needed: kept are those above the offset where the batch began, the newest few
   * at or below it, and the last of each day.
   */
  void prune(StateKey key, long batchStart);
}
