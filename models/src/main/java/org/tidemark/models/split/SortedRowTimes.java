package org.tidemark.models.split;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tidemark.features.statistic.Sorted;

/** Rows whose times fit in memory, kept in order of time. */
public final class SortedRowTimes implements RowTimes {
  private final long[] times;
  private final long[] spanEnds;

  private SortedRowTimes(long[] times, long[] spanEnds) {
    this.times = times;
    this.spanEnds = spanEnds;
  }

  /**
   * Rows in any order.
   *
   * @param eventTimeNanos of each row
   * @param spanEndNanos end of each row's label span, after its event time
   * @throws IllegalArgumentException if they do not stand at two instants at least
   */
  public static SortedRowTimes of(long[] eventTimeNanos, long[] spanEndNanos) {
    if (eventTimeNanos.length != spanEndNanos.length) {
      throw new IllegalArgumentException(
          eventTimeNanos.length
              + " event times came with "
              + spanEndNanos.length
              + " label span ends; give one of each per row");
    }
    for (int i = 0; i < eventTimeNanos.length; i++) {
      if (spanEndNanos[i] <= eventTimeNanos[i]) {
        throw new IllegalArgumentException(
            "the label span of the row at "
                + eventTimeNanos[i]
                + " ends at "
                + spanEndNanos[i]
                + "; it must end after its row");
      }
    }
    int[] order =
        IntStream.range(0, eventTimeNanos.length)
            .boxed()
            .sorted(
                (a, b) -> {
                  int byTime = Long.compare(eventTimeNanos[a], eventTimeNanos[b]);
                  return byTime != 0 ? byTime : Long.compare(spanEndNanos[a], spanEndNanos[b]);
                })
            .mapToInt(i -> i)
            .toArray();
    SortedRowTimes sorted =
        new SortedRowTimes(
            Arrays.stream(order).mapToLong(i -> eventTimeNanos[i]).toArray(),
            Arrays.stream(order).mapToLong(i -> spanEndNanos[i]).toArray());
    if (order.length < 2) {
      throw new IllegalArgumentException(
          order.length + " rows have a label; a split needs more: label more rows first");
    }
    sorted.timeline();
    return sorted;
  }

  @Override
  public Timeline timeline() {
    return new Timeline(times[0], times[times.length - 1]);
  }

  @Override
  public long rows() {
    return times.length;
  }

  @Override
  public long[] timesAt(long... ranks) {
    return Arrays.stream(ranks).map(r -> times[Math.toIntExact(r)]).toArray();
  }

  @Override
  public long[] rowsBefore(long... timesNanos) {
    return Arrays.stream(timesNanos).mapToInt(t -> Sorted.below(times, t)).asLongStream().toArray();
  }

  @Override
  public long[] latestSpanEnds(List<Window> windows) {
    return windows.stream().mapToLong(this::latestSpanEnd).toArray();
  }

  private long latestSpanEnd(Window window) {
    long latest = Long.MIN_VALUE;
    for (int i = Sorted.below(times, window.fromNanos());
        i < times.length && times[i] < window.toNanos();
        i++) {
      latest = Math.max(latest, spanEnds[i]);
    }
    return latest;
  }

  @Override
  public RowTimes trainedBy(Split split) {
    int[] kept =
        IntStream.range(0, times.length).filter(i -> split.trains(times[i], spanEnds[i])).toArray();
    return of(
        Arrays.stream(kept).mapToLong(i -> times[i]).toArray(),
        Arrays.stream(kept).mapToLong(i -> spanEnds[i]).toArray());
  }
}
