package org.tidemark.streaming.realtime;

import java.util.List;
import java.util.Optional;

/**
 * Where snapshots are kept; every executor sees the same ones. Losing any of them costs a replay.
 */
interface SnapshotStore {
  /** Offsets of the snapshots of a key, newest first. */
  List<Long> offsets(StateKey key);

  /** A snapshot; empty if it is gone, damaged or of another key. */
  Optional<Snapshot> read(StateKey key, long next);

  /** Keeps a snapshot: whole or not at all. */
  void write(Snapshot snapshot);

  /**
   * Drops what is not needed: kept are those above the offset where the batch began, the newest few
   * at or below it, and the last of each day.
   */
  void prune(StateKey key, long batchStart);
}
