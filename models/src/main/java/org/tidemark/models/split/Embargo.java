package org.tidemark.models.split;

import java.time.Duration;

/** What an embargo may be. */
final class Embargo {
  /** Longer than any market's past, and far from where nanoseconds overflow. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Embargo() {}

  /** Refuses a gap that is below 0 or beyond all use. */
  static void check(Duration embargo) {
    if (embargo.isNegative()) {
      throw new IllegalArgumentException("embargo = " + embargo + " must be 0 or more");
    }
    if (embargo.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "embargo = " + embargo + " must be at most " + LONGEST + "; write it as PT1H or P5D");
    }
  }
}
