package org.tidemark.streaming.realtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a real-time query stands in its topic, seen between two turns.
 *
 * @param next offset of the next record that the task of each partition takes, as of the last
 *     seconds
 * @param ends end of each partition
 * @param version that serves
 * @param turns that have ended since the start
 * @param records read in them
 * @param stalled partitions that have not moved for a while though records wait
 * @param latencies from tick to score, of some scores that came out since the look before
 */
public record Standing(
    Map<Integer, Long> next,
    Map<Integer, Long> ends,
    String version,
    long turns,
    long records,
    Set<Integer> stalled,
    List<Duration> latencies) {
  public Standing {
    next = new TreeMap<>(next);
    ends = new TreeMap<>(ends);
    stalled = new TreeSet<>(stalled);
    latencies = List.copyOf(latencies);
  }

  /** Records of the topic that no task has taken yet. */
  public long waiting() {
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - next.getOrDefault(end.getKey(), 0L)))
        .sum();
  }
}
