package org.tidemark.models.split;

import java.util.List;

/**
 * The labelled rows as a splitter may know them: their times and label spans, of all instruments
 * together, so that every instrument is cut at the same instants. Questions are asked in batches
 * and answered with a few numbers, because the rows may lie on a cluster. The order in which rows
 * are stored has no part in any answer.
 */
public interface RowTimes {
  /** From the first row to the last. */
  Timeline timeline();

  /** Number of rows. */
  long rows();

  /**
   * The event time of the row at each rank in order of time.
   *
   * @param ranks from 0 to {@link #rows} - 1, in any order
   */
  long[] timesAt(long... ranks);

  /** The number of rows whose event time is before each instant. */
  long[] rowsBefore(long... timesNanos);

  /**
   * The end of the last label span of the rows in each window; {@link Long#MIN_VALUE} where a
   * window has none.
   */
  long[] latestSpanEnds(List<Window> windows);

  /**
   * The rows that a split trains on, alone.
   *
   * @throws IllegalArgumentException if they are not enough to be split again
   */
  RowTimes trainedBy(Split split);
}
