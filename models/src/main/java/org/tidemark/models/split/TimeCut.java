package org.tidemark.models.split;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Blocks of equal time, to the nanosecond. */
public record TimeCut() implements Cut {
  @Override
  public String id() {
    return "";
  }

  @Override
  public List<Window> blocks(RowTimes rows, Window stretch, int count) {
    long length = stretch.lengthNanos();
    if (length < count) {
      throw new IllegalArgumentException(
          count
              + " blocks do not fit in "
              + Duration.ofNanos(length)
              + ", from "
              + stretch.describe()
              + "; ask for fewer");
    }
    List<Window> blocks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      blocks.add(
          new Window(
              edge(stretch.fromNanos(), length, i, count),
              edge(stretch.fromNanos(), length, i + 1, count)));
    }
    return blocks;
  }

  /** {@code start + length * i / count} without overflow. */
  private static long edge(long start, long length, int i, int count) {
    return start + length / count * i + length % count * i / count;
  }

  @Override
  public long trainedAt(RowTimes rows, TrainLength length) {
    return Math.addExact(rows.timeline().firstNanos(), length.nanos(rows.timeline()));
  }

  @Override
  public long[] trainsFrom(RowTimes rows, TrainLength length, long... ends) {
    long nanos = length.nanos(rows.timeline());
    return Arrays.stream(ends).map(end -> end - nanos).toArray();
  }

  @Override
  public long beginsAt(long nanos) {
    return nanos;
  }
}
