package org.tidemark.features.label;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.tidemark.market.Bar;

/** Checked bars of one instrument as plain arrays. */
final class BarSeries {
  final int size;
  final long[] offset;
  final long[] time;
  final long[] duration;
  final double[] high;
  final double[] low;
  final double[] close;

  BarSeries(List<Bar> bars) {
    size = bars.size();
    offset = new long[size];
    time = new long[size];
    duration = new long[size];
    high = new double[size];
    low = new double[size];
    close = new double[size];
    Bar before = null;
    int at = 0;
    for (Bar bar : bars) {
      if (before != null) {
        check(before, bar);
      }
      offset[at] = bar.offset();
      time[at] = bar.eventTimeNanos();
      duration[at] = bar.durationNanos();
      high[at] = bar.high();
      low[at] = bar.low();
      close[at] = bar.close();
      before = bar;
      at++;
    }
  }

  private static void check(Bar before, Bar bar) {
    if (!bar.instrument().equals(before.instrument())) {
      throw new IllegalArgumentException(
          "bars of " + before.instrument() + " and " + bar.instrument() + "; label them apart");
    }
    if (bar.offset() <= before.offset() || bar.openTimeNanos() < before.eventTimeNanos()) {
      throw new IllegalArgumentException(
          bar.instrument()
              + ": bar at offset "
              + bar.offset()
              + " opens at "
              + bar.openTimeNanos()
              + ", before the bar at offset "
              + before.offset()
              + " ends at "
              + before.eventTimeNanos()
              + ", or offsets do not rise; sort the bars and drop repeats");
    }
  }

  /**
   * For each bar at t, while the bars reach t + horizon, the last bar that closes at or before t +
   * horizon: the bar itself in a silent market.
   */
  int[] lastWithin(Duration horizon) {
    int[] lasts = new int[size];
    int last = 0;
    for (int at = 0; at < size; at++) {
      long end = time[at] + horizon.toNanos();
      if (end > time[size - 1]) {
        return Arrays.copyOf(lasts, at);
      }
      while (last + 1 < size && time[last + 1] <= end) {
        last++;
      }
      lasts[at] = last;
    }
    return lasts;
  }

  /** Last close known at the close of bar {@code later}, over the close of {@code at}, minus 1. */
  double forwardReturn(int at, int later) {
    return close[later] / close[at] - 1;
  }

  /**
   * The label of a bar whose wait ended with a touch.
   *
   * @param side what the return is multiplied by, 1 or -1
   */
  Label label(int at, Touch touch, float value, int side) {
    return new Label(
        offset[at], time[at], touch.endNanos(), value, side * forwardReturn(at, touch.last()));
  }
}
