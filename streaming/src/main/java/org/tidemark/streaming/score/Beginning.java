package org.tidemark.streaming.score;

import java.time.LocalDate;

/** What the features of a new query begin with; a query that has a checkpoint goes on from that. */
public sealed interface Beginning {
  /** Nothing: features are NaN until enough ticks have come. */
  record Cold() implements Beginning {}

  /**
   * The newest states that batch runs saved, so that state and stream together are one full run.
   *
   * @param until states of later days are left out: the day at which the feed begins, when recorded
   *     events are replayed that a later state has seen
   */
  record Saved(LocalDate until) implements Beginning {}

  /** The newest saved states there are. */
  static Beginning newest() {
    return new Saved(LocalDate.of(9999, 12, 31));
  }
}
