package org.tidemark.streaming.realtime;

/** The state of a partition can no longer be computed from what is left of the log. */
public final class StateLostException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  StateLostException(String message) {
    super(message);
  }

  StateLostException(StateKey key, long from, long to, long beginning) {
    super(
        "STATE LOST: query "
            + key.query()
            + ", partition "
            + key.partition()
            + " needs offsets "
            + from
            + " to "
            + (to - 1)
            + " but the log begins at "
            + beginning
            + "; restore a snapshot at or above "
            + beginning
            + ", or start under a new query name, whose state begins with what the log holds;"
            + " keep records longer than the oldest snapshot relied on plus the longest outage");
  }
}
