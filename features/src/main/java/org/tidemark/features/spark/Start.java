package org.tidemark.features.spark;

import java.io.Serializable;
import java.util.Set;
import org.tidemark.lakehouse.EventKind;

/**
 * Where the fold of one instrument begins.
 *
 * @param kinds events it is made of
 * @param afterNanos the date of the state; {@code Long.MIN_VALUE} for none
 * @param rowsAfterNanos rows after this time are written anew
 * @param snapshot replay to go on from; empty to begin
 * @param lastOffset last offset that the snapshot has seen, or -1: events above it are new
 * @param events events that the snapshot has seen
 * @param rows rows that the snapshot has emitted
 */
record Start(
    String instrument,
    Set<EventKind> kinds,
    long afterNanos,
    long rowsAfterNanos,
    byte[] snapshot,
    long lastOffset,
    long events,
    long rows)
    implements Serializable {
  Start {
    kinds = Set.copyOf(kinds); // the keys of a map are not serializable
  }

  /** From the first event on. */
  static Start fresh(String instrument, Set<EventKind> kinds) {
    return new Start(instrument, kinds, Long.MIN_VALUE, Long.MIN_VALUE, new byte[0], -1, 0, 0);
  }

  /** Whether it goes on from a saved state. */
  boolean resumes() {
    return snapshot.length > 0;
  }
}
