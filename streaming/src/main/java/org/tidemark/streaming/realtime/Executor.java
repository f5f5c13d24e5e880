package org.tidemark.streaming.realtime;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tidemark.streaming.feature.PartitionFold;

/** What the real-time tasks of one JVM share: states of tasks that ended well, and writers. */
final class Executor {
  private static final WarmStates<PartitionFold.Output> WARM = new WarmStates<>();
  private static final Map<Path, BackgroundSnapshots> SNAPSHOTS = new ConcurrentHashMap<>();

  private static final Map<Path, Positions> POSITIONS = new ConcurrentHashMap<>();

  private Executor() {}

  static WarmStates<PartitionFold.Output> warm() {
    return WARM;
  }

  static SnapshotStore snapshots(Path folder) {
    return SNAPSHOTS.computeIfAbsent(
        folder, place -> new BackgroundSnapshots(new SnapshotFolder(place)));
  }

  static Positions positions(Path folder) {
    return POSITIONS.computeIfAbsent(folder, Positions::new);
  }

  /** Writes what is under way; for the end of a query on a driver that runs its own tasks. */
  static void drain(Path states, Path positions) {
    BackgroundSnapshots store = SNAPSHOTS.remove(states);
    if (store != null) {
      store.close();
    }
    Positions standing = POSITIONS.remove(positions);
    if (standing != null) {
      standing.close();
    }
  }
}
