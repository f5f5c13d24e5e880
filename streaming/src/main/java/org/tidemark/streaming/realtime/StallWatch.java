package org.tidemark.streaming.realtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds partitions that stand still while records wait in them, look by look. A turn says nothing
 * of it before it ends, and a task without a slot, or one that hangs, ends none.
 */
final class StallWatch {
  private final int patience;
  private final Map<Integer, Long> before = new HashMap<>();
  private final Map<Integer, Integer> still = new HashMap<>();

  /**
   * @param patience looks at which a partition may stand still
   */
  StallWatch(int patience) {
    this.patience = patience;
  }

  /**
   * Takes a look.
   *
   * @param next offset of each partition's next record
   * @param ends end of each partition
   * @return partitions that have stood still for longer
   */
  Set<Integer> look(Map<Integer, Long> next, Map<Integer, Long> ends) {
    Set<Integer> stalled = new TreeSet<>();
    ends.forEach(
        (partition, end) -> {
          long at = next.getOrDefault(partition, 0L);
          Long last = before.put(partition, at);
          boolean stands = last != null && last == at && end > at;
          int looks = stands ? still.merge(partition, 1, Integer::sum) : 0;
          if (!stands) {
            still.remove(partition);
          }
          if (looks > patience) {
            stalled.add(partition);
          }
        });
    return stalled;
  }
}
