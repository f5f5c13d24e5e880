package org.tidemark.jobs.tune;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lets the steps of each trial through in the order of their folds, and none after one that failed.
 * So what a study keeps does not depend on which of its workers was quicker: a step that ran beside
 * an earlier one that fails is never kept.
 */
final class InOrder {
  private record Key(int trial, int fold) {}

  private final Set<Key> kept = new HashSet<>();
  private final Set<Integer> over = new HashSet<>();
  private final Map<Integer, TreeMap<Integer, Step>> held = new HashMap<>();

  /**
   * @param stored steps that are kept already
   */
  InOrder(Collection<Step> stored) {
    stored.forEach(this::keep);
  }

  private void keep(Step step) {
    kept.add(new Key(step.trial(), step.fold()));
    if (step.failed()) {
      over.add(step.trial());
    }
  }

  /** The steps that may be kept now that this one has ended; perhaps none. */
  List<Step> add(Step ended) {
    TreeMap<Integer, Step> waiting = held.computeIfAbsent(ended.trial(), trial -> new TreeMap<>());
    waiting.put(ended.fold(), ended);
    List<Step> out = new ArrayList<>();
    while (!over.contains(ended.trial())
        && !waiting.isEmpty()
        && allBefore(waiting.firstEntry().getValue())) {
      Step step = waiting.pollFirstEntry().getValue();
      keep(step);
      out.add(step);
    }
    return out;
  }

  private boolean allBefore(Step step) {
    for (int fold = 0; fold < step.fold(); fold++) {
      if (!kept.contains(new Key(step.trial(), fold))) {
        return false;
      }
    }
    return true;
  }
}
