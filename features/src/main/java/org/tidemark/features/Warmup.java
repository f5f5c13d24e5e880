package org.tidemark.features;

import java.io.Serializable;
import java.time.Duration;

/** When a feature first has a value; from then on it has one at every bar. */
public sealed interface Warmup extends Serializable {
  /** Ready at the {@code count}-th bar of an instrument and after. */
  record Bars(int count) implements Warmup {
    public Bars {
      if (count < 1) {
        throw new IllegalArgumentException("a feature cannot be ready at bar " + count);
      }
    }
  }

  /** Ready at the first bar that closes {@code duration} or more after the first bar's close. */
  record Span(Duration duration) implements Warmup {}

  /** Ready at the first bar that closes after a quote or book with both sides, not crossed. */
  record Quoted() implements Warmup {}

  /** Ready at the {@code count}-th bar. */
  static Warmup bars(int count) {
    return new Bars(count);
  }

  /** Ready once a usable quote or book has been seen. */
  static Warmup quoted() {
    return new Quoted();
  }

  /** Ready when {@code duration} of history has passed. */
  static Warmup span(Duration duration) {
    return new Span(duration);
  }
}
