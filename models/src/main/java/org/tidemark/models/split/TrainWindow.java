package org.tidemark.models.split;

import java.io.Serializable;

/**
 * A stretch of event time that trains, and how far the labels of its rows may look ahead.
 *
 * @param window event times that may train
 * @param spanLimitNanos the last instant that a label may use; {@link #UNLIMITED} where no test
 *     follows the window
 */
public record TrainWindow(Window window, long spanLimitNanos) implements Serializable {
  /** No test follows: a label may look ahead as far as it likes. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  public TrainWindow {
    if (spanLimitNanos < window.toNanos()) {
      throw new IllegalArgumentException(
          "training window "
              + window.describe()
              + " ends after its label limit "
              + spanLimitNanos
              + "; end it there");
    }
  }

  /** Whether a row with this event time and label span end is learned from. */
  public boolean trains(long eventTimeNanos, long spanEndNanos) {
    return window.contains(eventTimeNanos) && spanEndNanos <= spanLimitNanos;
  }

  /** Whether a row of the window is left out because its label looks too far ahead. */
  public boolean purges(long eventTimeNanos, long spanEndNanos) {
    return window.contains(eventTimeNanos) && spanEndNanos > spanLimitNanos;
  }
}
