package org.tidemark.streaming.realtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must hold before a query starts; some of it Spark would not notice but wait for ever.
 *
 * @param query its name, for messages
 * @param facts what the broker says of the input topic
 * @param definition identity of all that decides the outputs now
 * @param born what the query was born with, if it was
 * @param committed where its checkpoint stands, if it has committed anything
 * @param slots tasks that can run at once
 * @param outputs what the broker says of the topics that are written
 * @param snapshots of the states
 */
record StartCheck(
    String query,
    TopicFacts facts,
    String definition,
    Optional<Born> born,
    Optional<Map<Integer, Long>> committed,
    int slots,
    List<TopicFacts> outputs,
    SnapshotStore snapshots) {
  static final String ANEW = "start under a new query name, which begins anew";

  /** What is wrong, each with its remedy; empty when the query may start. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    compacted(facts, "compaction leaves holes in the log").ifPresent(problems::add);
    for (TopicFacts output : outputs) {
      compacted(output, "compaction drops outputs, and refuses those without a key")
          .ifPresent(problems::add);
    }
    int partitions = facts.ends().size();
    if (slots < partitions) {
      problems.add(
          partitions
              + " partitions need as many free slots for the whole run, but there are "
              + slots
              + "; raise spark.master local[N] or spark.cores.max");
    }
    born.ifPresent(then -> compare(then, problems));
    if (born.isEmpty() && committed.isPresent()) {
      problems.add(
          "query "
              + query
              + " has committed offsets but no note of where it was born, so that its states cannot"
              + " be told from others; restore the file 'born' beside its checkpoint, or start under"
              + " a new name");
    }
    if (problems.isEmpty()) {
      begin().forEach((partition, next) -> place(partition, next, problems));
    }
    return problems;
  }

  /** Where each partition goes on; at its origin before the first commit. */
  Map<Integer, Long> begin() {
    return committed.orElseGet(() -> born.map(Born::origins).orElseGet(facts::beginnings));
  }

  private static Optional<String> compacted(TopicFacts facts, String harm) {
    return facts.cleanup().contains("compact")
        ? Optional.of(
            "topic "
                + facts.topic()
                + " has cleanup.policy="
                + facts.cleanup()
                + ": "
                + harm
                + "; set cleanup.policy=delete")
        : Optional.empty();
  }

  private void compare(Born then, List<String> problems) {
    then.another(query, facts).ifPresent(problems::add);
    if (then.origins().size() != facts.ends().size()) {
      problems.add(
          "topic "
              + facts.topic()
              + " has "
              + facts.ends().size()
              + " partitions, query "
              + query
              + " was born with "
              + then.origins().size()
              + ": instruments have moved between them; "
              + ANEW);
    }
    if (!then.definition().equals(definition)) {
      problems.add(
          "query "
              + query
              + " was born with features, limits or thresholds "
              + then.definition()
              + ", not "
              + definition
              + "; use those, or "
              + ANEW);
    }
  }

  private void place(int partition, long next, List<String> problems) {
    long beginning = facts.beginnings().getOrDefault(partition, 0L);
    long end = facts.ends().getOrDefault(partition, 0L);
    if (next < beginning) {
      problems.add(
          "STATE LOST: query "
              + query
              + ", partition "
              + partition
              + " needs offset "
              + next
              + " and on, but the log begins at "
              + beginning
              + "; records were dropped unread; "
              + ANEW
              + ", and keep records longer");
    } else if (next > end) {
      problems.add(
          "partition "
              + partition
              + " ends at "
              + end
              + ", below "
              + next
              + ", where query "
              + query
              + " stands: the log was cut; "
              + ANEW);
    } else {
      born.map(then -> then.key(query, partition))
          .flatMap(key -> snapshots.lost(key, next, beginning))
          .map(StateLostException::getMessage)
          .ifPresent(problems::add);
    }
  }
}
