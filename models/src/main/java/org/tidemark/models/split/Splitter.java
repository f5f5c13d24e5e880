package org.tidemark.models.split;

import java.util.List;

/** A way to cut a timeline into folds without letting training see the test. */
public sealed interface Splitter permits WalkForward {
  /** Stable text that names this splitter and all its settings; {@link #parse} reads it back. */
  String id();

  /**
   * The folds, in order of time.
   *
   * @throws IllegalArgumentException if the timeline is too short for them
   */
  List<Split> split(Timeline timeline);

  /**
   * Reads {@code anchored:folds=12,train=0.4,embargo=PT1H} or the same with {@code rolling}. {@code
   * train} defaults to 0.4 of the timeline and {@code embargo} to none.
   */
  static Splitter parse(String text) {
    return WalkForward.parse(text);
  }
}
