package org.tidemark.models.learn;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.tidemark.models.split.Split;

/**
 * Some rows of a frame that follow each other, as arrays.
 *
 * @param times event times, nanoseconds
 * @param spanEnds ends of the label spans, nanoseconds
 * @param labels one per row
 * @param features row-major, NaN for missing
 */
record FrameBlock(long[] times, long[] spanEnds, float[] labels, float[] features)
    implements Serializable {
  /** Rows of a full block: a few megabytes at a few dozen columns. */
  static final int ROWS = 16_384;

  /** Position of the first feature in the rows that {@link #pack} reads. */
  static final int FIRST_FEATURE = 3;

  private static final long serialVersionUID = 1L;

  int rows() {
    return times.length;
  }

  /** Number of rows that a split trains on. */
  int count(Split split) {
    int count = 0;
    for (int i = 0; i < times.length; i++) {
      if (split.trains(times[i], spanEnds[i])) {
        count++;
      }
    }
    return count;
  }

  /**
   * Copies the rows that a split trains on behind those that are there.
   *
   * @param at rows that are there
   * @return rows that are there now
   */
  int copy(Split split, float[] toFeatures, float[] toLabels, int at) {
    int width = features.length / times.length;
    int next = at;
    for (int i = 0; i < times.length; i++) {
      if (split.trains(times[i], spanEnds[i])) {
        toLabels[next] = labels[i];
        System.arraycopy(features, i * width, toFeatures, next * width, width);
        next++;
      }
    }
    return next;
  }

  /** Blocks of rows of event time, span end, label and features, in the order they come. */
  static Iterator<FrameBlock> pack(Iterator<Row> rows, int width) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public FrameBlock next() {
        if (!rows.hasNext()) {
          throw new NoSuchElementException();
        }
        return read(rows, width);
      }
    };
  }

  private static FrameBlock read(Iterator<Row> rows, int width) {
    long[] times = new long[ROWS];
    long[] spanEnds = new long[ROWS];
    float[] labels = new float[ROWS];
    float[] features = new float[ROWS * width];
    int count = 0;
    while (count < ROWS && rows.hasNext()) {
      Row row = rows.next();
      times[count] = row.getLong(0);
      spanEnds[count] = row.getLong(1);
      labels[count] = row.getFloat(2);
      FeatureMatrix.put(row, FIRST_FEATURE, width, features, count);
      count++;
    }
    return new FrameBlock(
        Arrays.copyOf(times, count),
        Arrays.copyOf(spanEnds, count),
        Arrays.copyOf(labels, count),
        Arrays.copyOf(features, count * width));
  }
}
