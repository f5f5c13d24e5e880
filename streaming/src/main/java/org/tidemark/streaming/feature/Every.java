package org.tidemark.streaming.feature;

/** What a live stream gives a row of features for. */
public enum Every {
  /** Each closed bar. */
  BAR,
  /**
   * Each closed bar and, as a row of its own kind, each tick taken while a bar is in the making: as
   * if that bar closed with the tick. The rows of closed bars and all states are the same as
   * without.
   */
  TICK;

  /**
   * Of its word in settings, {@code bar} or {@code tick}.
   *
   * @throws IllegalArgumentException if it is another
   */
  public static Every of(String word) {
    for (Every every : values()) {
      if (every.word().equals(word)) {
        return every;
      }
    }
    throw new IllegalArgumentException("every '" + word + "' is neither bar nor tick");
  }

  /** The word in settings. */
  public String word() {
    return this == BAR ? "bar" : "tick";
  }
}
