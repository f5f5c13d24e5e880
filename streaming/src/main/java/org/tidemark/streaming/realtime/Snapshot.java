package org.tidemark.streaming.realtime;

import org.tidemark.features.state.Envelope;
import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;

/**
 * The state of a partition before an offset, as bytes that know what they are and whether they are
 * whole.
 *
 * @param next offset of the first record that the state has not seen
 * @param arrivalNanos of the last record that it has seen
 */
record Snapshot(StateKey key, long next, long arrivalNanos, byte[] state) {
  private static final int MAGIC = 0x524D4C43; // "RMLC"
  private static final int FORMAT = 1;

  private static Envelope envelope(StateKey key) {
    return new Envelope(MAGIC, FORMAT, key.query(), key.definition());
  }

  byte[] encode() {
    Envelope envelope = envelope(key);
    return envelope.close(
        envelope
            .open()
            .putText(key.query())
            .putText(key.topicId())
            .putInt(key.partition())
            .putLong(key.origin())
            .putLong(next)
            .putLong(arrivalNanos)
            .putBytes(state));
  }

  /**
   * Reads the snapshot of a key.
   *
   * @throws StateException if the bytes are damaged or of another key or format
   */
  static Snapshot decode(StateKey key, byte[] bytes) {
    StateReader in = envelope(key).read(bytes);
    StateKey found =
        new StateKey(in.getText(), key.definition(), in.getText(), in.getInt(), in.getLong());
    if (!found.equals(key)) {
      throw new StateException("the snapshot is of " + found + ", not of " + key);
    }
    return new Snapshot(key, in.getLong(), in.getLong(), in.getBytes());
  }
}
