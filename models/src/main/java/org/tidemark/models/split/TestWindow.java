package org.tidemark.models.split;

import java.io.Serializable;

/**
 * A stretch of event time that is tested, and how far the labels of its rows reach.
 *
 * @param window event times that are tested
 * @param shadowEndNanos end of the last label span of its rows, before which no row that follows
 *     may train; the end of the window where nothing trains after it
 */
public record TestWindow(Window window, long shadowEndNanos) implements Serializable {
  public TestWindow {
    if (shadowEndNanos <= window.fromNanos()) {
      throw new IllegalArgumentException(
          "test window "
              + window.describe()
              + " has labels that end at "
              + shadowEndNanos
              + ", before it begins; a label span ends after its event time");
    }
  }

  /** A test after which nothing trains. */
  static TestWindow last(Window window) {
    return new TestWindow(window, window.toNanos());
  }
}
