package org.tidemark.models.learn;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.tidemark.models.Decisions;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.split.Split;

/**
 * Some rows of a frame that follow each other, as arrays.
 *
 * @param times event times, nanoseconds
 * @param spanEnds ends of the label spans, nanoseconds
 * @param labels one per row
 * @param instruments numbered within the frame
 * @param names of the instruments that the frame meets here first, in the order of their numbers
 * @param returns simple return over the label span, NaN where there is none
 * @param features row-major, NaN for missing
 */
record FrameBlock(
    long[] times,
    long[] spanEnds,
    float[] labels,
    int[] instruments,
    List<String> names,
    double[] returns,
    float[] features)
    implements Serializable {
  /** Rows of a full block: a few megabytes at a few dozen columns. */
  static final int ROWS = 16_384;

  /** Position of the first feature in the rows that {@link #pack} reads. */
  static final int FIRST_FEATURE = 5;

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
  int copy(Split split, Rows to, int at) {
    int width = features.length / times.length;
    int next = at;
    for (int i = 0; i < times.length; i++) {
      if (split.trains(times[i], spanEnds[i])) {
        to.labels[next] = labels[i];
        System.arraycopy(features, i * width, to.features, next * width, width);
        to.times[next] = times[i];
        to.spanEnds[next] = spanEnds[i];
        to.instruments[next] = instruments[i];
        to.returns[next] = returns[i];
        next++;
      }
    }
    return next;
  }

  /** Which rows a split tests, in order. */
  int[] tested(Split split) {
    return IntStream.range(0, times.length).filter(i -> split.tests(times[i])).toArray();
  }

  /** What a model says of some of the rows. */
  float[] scores(FormedModel model, int[] picked) {
    int width = features.length / times.length;
    float[] rows = new float[picked.length * width];
    for (int i = 0; i < picked.length; i++) {
      System.arraycopy(features, picked[i] * width, rows, i * width, width);
    }
    return model.score(rows, picked.length);
  }

  /** Arrays of the rows of a window, to be filled. */
  static final class Rows {
    private final long[] times;
    private final long[] spanEnds;
    private final float[] labels;
    private final int[] instruments;
    private final double[] returns;
    private final float[] features;

    Rows(int rows, int width) {
      times = new long[rows];
      spanEnds = new long[rows];
      labels = new float[rows];
      instruments = new int[rows];
      returns = new double[rows];
      features = new float[Math.multiplyExact(rows, width)];
    }

    /** The rows, all of weight 1. */
    TrainingSet trainingSet(List<String> names, String hash, Target target) {
      float[] weights = new float[labels.length];
      Arrays.fill(weights, 1f);
      return new TrainingSet(
          names,
          hash,
          target,
          labels.length,
          features,
          labels,
          weights,
          Optional.of(new Decisions(times, spanEnds, instruments, returns)));
    }
  }

  /**
   * Blocks of rows of event time, span end, label, instrument, return and features, in the order
   * they come.
   */
  static Iterator<FrameBlock> pack(Iterator<Row> rows, int width) {
    Map<String, Integer> numbers = new HashMap<>();
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
        return read(rows, width, numbers);
      }
    };
  }

  private static FrameBlock read(Iterator<Row> rows, int width, Map<String, Integer> numbers) {
    long[] times = new long[ROWS];
    long[] spanEnds = new long[ROWS];
    float[] labels = new float[ROWS];
    int[] instruments = new int[ROWS];
    double[] returns = new double[ROWS];
    float[] features = new float[ROWS * width];
    List<String> names = new ArrayList<>();
    int count = 0;
    while (count < ROWS && rows.hasNext()) {
      Row row = rows.next();
      times[count] = row.getLong(0);
      spanEnds[count] = row.getLong(1);
      labels[count] = row.getFloat(2);
      if (!numbers.containsKey(row.getString(3))) {
        names.add(row.getString(3));
      }
      instruments[count] = number(numbers, row.getString(3));
      returns[count] = row.isNullAt(4) ? Double.NaN : row.getDouble(4);
      FeatureMatrix.put(row, FIRST_FEATURE, width, features, count);
      count++;
    }
    return new FrameBlock(
        Arrays.copyOf(times, count),
        Arrays.copyOf(spanEnds, count),
        Arrays.copyOf(labels, count),
        Arrays.copyOf(instruments, count),
        names,
        Arrays.copyOf(returns, count),
        Arrays.copyOf(features, count * width));
  }

  /** The number of an instrument; a new one gets the next. */
  static int number(Map<String, Integer> numbers, String instrument) {
    int next = numbers.size();
    return numbers.computeIfAbsent(instrument, k -> next);
  }
}
