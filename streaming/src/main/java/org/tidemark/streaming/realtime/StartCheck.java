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
 */
record StartCheck(
    String query,
    TopicFacts facts,
    String definition,
    Optional<Born> born,
    Optional<Map<Integer, Long>> committed,
    int slots) {
  private static final String ANEW = "start under a new query name, which begins anew";

  /** What is wrong, each with its remedy; empty when the query may start. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (facts.cleanup().contains("compact")) {
      problems.add(
          "topic "
              + facts.topic()
              + " has cleanup.policy="
              + facts.cleanup()
              + ": compaction leaves holes in the log; set cleanup.policy=delete");
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

  private void compare(Born then, List<String> problems) {
    if (!then.topicId().equals(facts.id())) {
      problems.add(
          "topic "
              + facts.topic()
              + " is another one than query "
              + query
              + " was born with (id "
              + facts.id()
              + ", was "
              + then.topicId()
              + "): it was deleted and made anew; "
              + ANEW);
    }
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
    }
  }
}
