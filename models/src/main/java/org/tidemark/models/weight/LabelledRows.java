package org.tidemark.models.weight;

/**
 * What a weight may look at: the times, instruments and labels of the rows of one training window,
 * in any order. Rows outside the window, and purged ones, must not be among them: a weight counts
 * its neighbours.
 *
 * @param instruments a number per instrument, 0 or more
 * @param eventTimeNanos where the label span begins, exclusive
 * @param spanEndNanos where it ends, inclusive; above the event time
 * @param labels class index, or a real number when {@code classes} is 0
 * @param classes number of classes, 2 or more, or 0 for a real target
 */
public record LabelledRows(
    int[] instruments, long[] eventTimeNanos, long[] spanEndNanos, float[] labels, int classes) {
  public LabelledRows {
    int rows = eventTimeNanos.length;
    if (instruments.length != rows || spanEndNanos.length != rows || labels.length != rows) {
      throw new IllegalArgumentException(
          rows
              + " event times came with "
              + instruments.length
              + " instruments, "
              + spanEndNanos.length
              + " span ends and "
              + labels.length
              + " labels; give one of each per row");
    }
    if (rows == 0) {
      throw new IllegalArgumentException("weights need at least one row; widen the window");
    }
    if (classes < 0 || classes == 1) {
      throw new IllegalArgumentException("classes = " + classes + " must be 0, or 2 or more");
    }
    for (int i = 0; i < rows; i++) {
      check(i, instruments[i], eventTimeNanos[i], spanEndNanos[i], labels[i], classes);
    }
  }

  private static void check(int row, int instrument, long from, long to, float label, int classes) {
    if (instrument < 0) {
      throw new IllegalArgumentException(
          "row " + row + ": instrument " + instrument + " must be 0 or more");
    }
    if (to <= from) {
      throw new IllegalArgumentException(
          "row " + row + ": label span ends at " + to + ", which must be after " + from);
    }
    boolean known = classes == 0 ? !Float.isNaN(label) : label >= 0 && label < classes;
    if (!known || classes > 0 && label != (int) label) {
      throw new IllegalArgumentException(
          "row "
              + row
              + ": label "
              + label
              + (classes == 0
                  ? " must be a number"
                  : " must be a class from 0 to " + (classes - 1)));
    }
  }

  /** Number of rows, 1 or more. */
  public int rows() {
    return eventTimeNanos.length;
  }
}
