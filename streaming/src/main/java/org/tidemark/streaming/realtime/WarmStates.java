package org.tidemark.streaming.realtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The states that tasks which ended well left in this JVM, for the next task of their partition.
 * Taking a state removes it: no two tasks ever hold the same one, and a task that fails leaves
 * none.
 *
 * @param <O> what the folds put out
 */
final class WarmStates<O> {
  /**
   * A fold that has seen all records below an offset.
   *
   * @param <O> what it puts out
   */
  record Warm<O>(long next, PrefixFold<O> fold) {}

  private final Map<StateKey, Warm<O>> held = new HashMap<>();

  /** Removes the state of a key; empty when there is none, or not at this offset. */
  synchronized Optional<PrefixFold<O>> take(StateKey key, long offset) {
    Warm<O> warm = held.remove(key);
    return warm != null && warm.next() == offset ? Optional.of(warm.fold()) : Optional.empty();
  }

  /** Leaves a state for the next task; the caller must not use it any more. */
  synchronized void put(StateKey key, long next, PrefixFold<O> fold) {
    held.put(key, new Warm<>(next, fold));
  }

  /** Forgets everything, as a JVM that ends does. */
  synchronized void clear() {
    held.clear();
  }
}
