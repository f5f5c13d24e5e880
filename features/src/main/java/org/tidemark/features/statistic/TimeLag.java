package org.tidemark.features.statistic;

import java.util.Arrays;
import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;

/**
 * The value as of a fixed time before the newest one: the last value known at or before newest time
 * - lag. Keeps only what can still be asked for.
 */
public final class TimeLag {
  private final long lagNanos;
  private long[] times = new long[16];
  private double[] values = new double[16];
  private int first;
  private int size;

  public TimeLag(long lagNanos) {
    if (lagNanos <= 0) {
      throw new IllegalArgumentException("lag " + lagNanos + " ns must be above 0");
    }
    this.lagNanos = lagNanos;
  }

  /** Appends a value; times must not fall. */
  public void add(long timeNanos, double value) {
    append(timeNanos, value);
    long limit = timeNanos - lagNanos;
    while (size > 1 && times[at(1)] <= limit) {
      first = at(1);
      size--;
    }
  }

  private void append(long time, double value) {
    if (size == times.length) {
      long[] moreTimes = new long[2 * size];
      double[] moreValues = new double[2 * size];
      for (int i = 0; i < size; i++) {
        moreTimes[i] = times[at(i)];
        moreValues[i] = values[at(i)];
      }
      times = moreTimes;
      values = moreValues;
      first = 0;
    }
    int end = at(size);
    times[end] = time;
    values[end] = value;
    size++;
  }

  // The arrays' length is a power of two.
  private int at(int index) {
    return (first + index) & (times.length - 1);
  }

  /** Whether there is a value at or before newest time - lag. */
  public boolean isReady() {
    return size > 1 && times[first] <= times[at(size - 1)] - lagNanos;
  }

  /** The value as of newest time - lag; only when ready. */
  public double lagged() {
    return values[first];
  }

  public double newest() {
    return values[at(size - 1)];
  }

  /** Writes times as runs of equal steps: bars on a grid cost 8 bytes each, not 16. */
  public void save(StateWriter out) {
    out.putInt(size);
    if (size == 0) {
      return;
    }
    out.putLong(times[first]);
    long[] steps = new long[size];
    int[] counts = new int[size];
    int runs = 0;
    for (int i = 1; i < size; i++) {
      long step = times[at(i)] - times[at(i - 1)];
      if (runs == 0 || steps[runs - 1] != step) {
        steps[runs++] = step;
      }
      counts[runs - 1]++;
    }
    out.putInt(runs);
    for (int r = 0; r < runs; r++) {
      out.putInt(counts[r]).putLong(steps[r]);
    }
    for (int i = 0; i < size; i++) {
      out.putDouble(values[at(i)]);
    }
  }

  /** Reads what {@link #save} wrote. */
  public static TimeLag load(long lagNanos, StateReader in) {
    TimeLag lag = new TimeLag(lagNanos);
    int size = in.getInt();
    if (size == 0) {
      return lag;
    }
    if (size < 0 || (long) size * Double.BYTES > in.remaining()) {
      throw new StateException(
          "a time lag claims " + size + " values; " + in.remaining() + " bytes are left");
    }
    long[] times = new long[size];
    times[0] = in.getLong();
    int at = 1;
    int runs = in.getInt();
    for (int r = 0; r < runs; r++) {
      int count = in.getInt();
      long step = in.getLong();
      if (count < 1 || count > size - at) {
        throw new StateException("a time lag of " + size + " values has a run of " + count);
      }
      long before = times[at - 1];
      for (int i = 1; i <= count; i++) {
        times[at++] = before + i * step;
      }
    }
    if (at != size) {
      throw new StateException("a time lag of " + size + " values has " + at + " times");
    }
    int room = Math.max(16, Integer.highestOneBit(size) << 1);
    lag.times = Arrays.copyOf(times, room);
    lag.values = new double[room];
    for (int i = 0; i < size; i++) {
      lag.values[i] = in.getDouble();
    }
    lag.size = size;
    return lag;
  }
}
