package org.tidemark.streaming.realtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks at a query after each turn: records that waited a whole turn without being read, and
 * records that the log drops before they are read.
 */
final class TurnWatch {
  private final String query;
  private Map<Integer, Long> waiting = Map.of();

  TurnWatch(String query) {
    this.query = query;
  }

  /**
   * Takes note of a turn that has ended.
   *
   * @param rows records read in it
   * @param next next offset of each partition after it
   * @param beginnings first offset that the log holds now
   * @param ends end of the log now
   */
  List<Trouble> turn(
      long rows, Map<Integer, Long> next, Map<Integer, Long> beginnings, Map<Integer, Long> ends) {
    List<Trouble> troubles = new ArrayList<>();
    long lag = 0;
    for (Map.Entry<Integer, Long> there : waiting.entrySet()) {
      lag += Math.max(0, there.getValue() - next.getOrDefault(there.getKey(), 0L));
    }
    if (rows == 0 && lag > 0) {
      troubles.add(
          new Trouble(
              Trouble.STALLED,
              "turn",
              "query "
                  + query
                  + " read nothing in a turn while "
                  + lag
                  + " records waited; is the turn shorter than the start of a task, or are slots"
                  + " missing?"));
    }
    beginnings.forEach(
        (partition, beginning) -> {
          if (next.getOrDefault(partition, beginning) < beginning) {
            troubles.add(
                Trouble.of(
                    Trouble.DROPPED,
                    partition,
                    "query "
                        + query
                        + ", partition "
                        + partition
                        + " stands at "
                        + next.get(partition)
                        + " but the log begins at "
                        + beginning
                        + ": records were dropped unread; keep records longer"));
          }
        });
    waiting = Map.copyOf(ends);
    return troubles;
  }
}
