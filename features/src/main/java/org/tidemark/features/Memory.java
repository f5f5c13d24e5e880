package org.tidemark.features;

import java.io.Serializable;
import java.time.Duration;

/** How far back a feature can see: changing anything older cannot change its next output. */
public sealed interface Memory extends Serializable {
  /**
   * The last {@code count} closed bars, the current one included, and what came since the close of
   * the bar before them.
   */
  record Bars(int count) implements Memory {}

  /** Everything newer than the newest bar that closed at or before {@code duration} ago. */
  record Span(Duration duration) implements Memory {}

  /** Recursive: every past event has some weight. */
  record Unbounded() implements Memory {}

  /**
   * The last {@code count} closed bars, what came between them, and from before the oldest of them
   * the last usable book and the last usable quote, however old these are.
   */
  record Resting(int count) implements Memory {}

  /** The last {@code count} bars. */
  static Memory bars(int count) {
    return new Bars(count);
  }

  /** The last {@code count} bars, and the quote and book that stood when they began. */
  static Memory resting(int count) {
    return new Resting(count);
  }

  /** A span of time. */
  static Memory span(Duration duration) {
    return new Span(duration);
  }

  /** No limit. */
  static Memory unbounded() {
    return new Unbounded();
  }
}
