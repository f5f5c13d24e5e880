package org.tidemark.jobs.report;

import java.time.Instant;
import java.util.List;

/**
 * One fold.
 *
 * @param number counted as in the tables
 * @param spans its stretches of time, any number of each use
 * @param trainRows rows fitted on
 * @param purgedRows rows dropped because their label reaches past the end of training
 * @param testRows rows judged on
 */
public record Fold(int number, List<Span> spans, long trainRows, long purgedRows, long testRows) {
  public Fold {
    spans = List.copyOf(spans);
  }

  /**
   * One stretch of time in a fold: {@code [start, end)}.
   *
   * @param use what it is used for
   * @param start its first instant
   * @param end the first instant after it
   */
  public record Span(Use use, Instant start, Instant end) {
    public Span {
      Checks.inOrder(start, end, use + " span");
    }
  }

  /** What a stretch of time is used for in a fold. */
  public enum Use {
    /** Rows the fold's model was fitted on. */
    TRAIN,
    /** Rows dropped because their label span touches the test span. */
    PURGE,
    /** Rows the fold's model was judged on. */
    TEST,
    /** The gap between the training labels and the test, from which nothing is learned. */
    EMBARGO
  }
}
