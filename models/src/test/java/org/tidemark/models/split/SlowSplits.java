package org.tidemark.models.split;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.tidemark.market.session.Calendar;

/**
 * The obvious twin of k-fold and combinatorial splits: every row is held against every row of every
 * tested block.
 *
 * @param rows event time and label span end of each
 */
record SlowSplits(List<long[]> rows) {
  /** Which rows a fold trains on and which it tests. */
  record Fold(boolean[] trains, boolean[] tests) {}

  /** Beginnings of the blocks, and the end of the last one. */
  long[] edges(Cut cut, int count) {
    long[] times = rows.stream().mapToLong(r -> r[0]).sorted().toArray();
    long first = times[0];
    long end = times[times.length - 1] + 1;
    long[] edges = new long[count + 1];
    long[] opens = cut instanceof SessionCut s ? opens(s.calendar(), first, end) : new long[0];
    for (int i = 0; i < count; i++) {
      if (cut instanceof TimeCut) {
        edges[i] = first + share(end - first, i, count);
      } else if (cut instanceof EventCut) {
        edges[i] = times[(int) share(times.length, i, count)];
      } else {
        edges[i] = opens[(int) share(opens.length, i, count)];
      }
    }
    edges[count] = end;
    return edges;
  }

  private static long share(long all, int i, int count) {
    return BigInteger.valueOf(all)
        .multiply(BigInteger.valueOf(i))
        .divide(BigInteger.valueOf(count))
        .longValueExact();
  }

  /** The first instant, then every open after it and before the end. */
  private static long[] opens(Calendar calendar, long first, long end) {
    LocalDate from = LocalDate.ofInstant(Window.instant(first), ZoneOffset.UTC).minusDays(1);
    LocalDate to = LocalDate.ofInstant(Window.instant(end), ZoneOffset.UTC).plusDays(1);
    return LongStream.concat(
            LongStream.of(first),
            from.datesUntil(to)
                .flatMap(date -> calendar.session(date).stream())
                .mapToLong(session -> session.openNanos())
                .filter(open -> open > first && open < end))
        .toArray();
  }

  /** The fold that tests some blocks. */
  Fold fold(long[] edges, int[] blocks, long embargo) {
    boolean[] trains = new boolean[rows.size()];
    boolean[] tests = new boolean[rows.size()];
    List<Integer> tested = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      long time = rows.get(i)[0];
      tests[i] = Arrays.stream(blocks).anyMatch(b -> time >= edges[b] && time < edges[b + 1]);
      if (tests[i]) {
        tested.add(i);
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      long[] row = rows.get(i);
      boolean clear = !tests[i];
      for (int b : blocks) {
        clear &= row[0] >= edges[b] || row[1] <= edges[b] - embargo;
      }
      for (int t : tested) {
        long[] other = rows.get(t);
        clear &= row[0] < other[0] || row[0] >= other[1] + embargo;
      }
      trains[i] = clear;
    }
    return new Fold(trains, tests);
  }

  /** All choices of k out of n, in lexicographic order. */
  static List<int[]> choices(int n, int k) {
    List<int[]> found = new ArrayList<>();
    for (long mask = 0; mask < 1L << n; mask++) {
      if (Long.bitCount(mask) == k) {
        long bits = mask;
        found.add(
            java.util.stream.IntStream.range(0, n).filter(i -> (bits >> i & 1) == 1).toArray());
      }
    }
    found.sort(Arrays::compare);
    return found;
  }
}
