package org.tidemark.models.split;

import java.util.regex.Pattern;

/**
 * One fold: which rows train and which rows test, decided for each row by its times alone.
 *
 * <p>A row is its event time and the end of its label span, the last instant whose price its label
 * uses. A row trains when its event time lies in the training window and its whole label span ends
 * before the embargo: {@code spanEnd <= test.from - embargo}. So neither a label that reaches into
 * the test window (purge) nor one that reaches into the gap in front of it (embargo) is learned.
 * The span is open at its event time and closed at its end, as a return is; a label that ends just
 * where the gap begins shares no price move with it. Source: López de Prado, Advances in Financial
 * Machine Learning (2018), chapter 7; in walk-forward no training row follows the test, so the
 * embargo stands in front.
 *
 * @param fold number of the fold, from 0, in order of time
 * @param train event times that may train; ends {@code embargoNanos} before the test at the latest
 * @param test event times that are tested
 * @param embargoNanos length of the gap between training label spans and the test, 0 or more
 */
public record Split(int fold, Window train, Window test, long embargoNanos) {
  private static final Pattern COLUMN =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_]\\w*)*");

  public Split {
    if (fold < 0) {
      throw new IllegalArgumentException("fold = " + fold + " must be 0 or more");
    }
    if (embargoNanos < 0) {
      throw new IllegalArgumentException("embargo = " + embargoNanos + " ns must be 0 or more");
    }
    if (train.toNanos() > Math.subtractExact(test.fromNanos(), embargoNanos)) {
      throw new IllegalArgumentException(
          "fold "
              + fold
              + " trains until "
              + train.toNanos()
              + " but its test begins at "
              + test.fromNanos()
              + " after an embargo of "
              + embargoNanos
              + " ns; end the training window earlier");
    }
  }

  /** The last instant that a training label may use. */
  public long trainSpanLimitNanos() {
    return test.fromNanos() - embargoNanos;
  }

  /** Whether a row with this event time and label span end is learned from. */
  public boolean trains(long eventTimeNanos, long spanEndNanos) {
    return train.contains(eventTimeNanos) && spanEndNanos <= trainSpanLimitNanos();
  }

  /** Whether a row would have trained but for the end of its label span: it is purged. */
  public boolean purges(long eventTimeNanos, long spanEndNanos) {
    return train.contains(eventTimeNanos) && spanEndNanos > trainSpanLimitNanos();
  }

  /** Whether a row with this event time is scored in this fold. */
  public boolean tests(long eventTimeNanos) {
    return test.contains(eventTimeNanos);
  }

  /**
   * {@link #trains} as a SQL predicate over bigint nanosecond columns; a row without a label (null
   * span end) is not taken.
   */
  public String trainPredicateSql(String timeColumn, String spanEndColumn) {
    return within(column(timeColumn), train)
        + " AND "
        + column(spanEndColumn)
        + " <= "
        + trainSpanLimitNanos();
  }

  /** {@link #tests} as a SQL predicate over a bigint nanosecond column. */
  public String testPredicateSql(String timeColumn) {
    return within(column(timeColumn), test);
  }

  private static String within(String column, Window window) {
    return column + " >= " + window.fromNanos() + " AND " + column + " < " + window.toNanos();
  }

  private static String column(String name) {
    if (!COLUMN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "column '" + name + "' must be a plain name of letters, digits, underscores and dots");
    }
    return name;
  }
}
