package org.tidemark.features;

import java.io.Serializable;
import java.time.Duration;

/** How far back a feature can see: changing anything older cannot change its next output. */
public sealed interface Memory extends Serializable {
  /** The last {@code count} closed bars, the current one included. */
  record Bars(int count) implements Memory {}

  /** Everything newer than the newest bar that closed at or before {@code duration} ago. */
  record Span(Duration duration) implements Memory {}

  /** Recursive: every past event has some weight. */
  record Unbounded() implements Memory {}

  /** The last {@code count} bars. */
  static Memory bars(int count) {
    return new Bars(count);
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
