package org.tidemark.features.causality;

/**
 * One piece of input, with the two times that decide who may use it.
 *
 * @param instrument that it is about
 * @param timeNanos what it is stamped with: the instant it speaks of
 * @param knownAtNanos when it could be known; the same instant for data without publication delay
 */
public record Fact<E>(String instrument, long timeNanos, long knownAtNanos, E item) {
  /** Whether it lies wholly after the instant: neither stamped nor known by then. */
  public boolean isAfter(long nanos) {
    return timeNanos > nanos && knownAtNanos > nanos;
  }

  /** Whether it is stamped at or before the instant but was published later. */
  public boolean isUnpublishedAt(long nanos) {
    return timeNanos <= nanos && knownAtNanos > nanos;
  }
}
