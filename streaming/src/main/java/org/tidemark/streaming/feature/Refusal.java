package org.tidemark.streaming.feature;

/** Why a well-formed tick is not fed to the features; written as the reason of its dead letter. */
public enum Refusal {
  /** Its offset does not rise above the last one of its instrument. */
  DUPLICATE,
  /** Its event time is older than what the reorder buffer has released. */
  TOO_LATE,
  /** Its event time is after its arrival, or leaps, by more than the limits allow. */
  FAR_FUTURE,
  /** Its event time is before 1970. */
  BEFORE_EPOCH,
  /**
   * It cannot follow the state that a batch run saved: later, but with a lower offset, or of
   * another kind of event. After some of these the instrument begins anew.
   */
  OTHER_LOG,
  /** A bar among ticks, a tick among bars, or a bar of another length than the feature set's. */
  WRONG_BAR
}
