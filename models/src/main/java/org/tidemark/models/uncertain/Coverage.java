package org.tidemark.models.uncertain;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.tidemark.models.evaluate.Predictions;

/**
 * How many labels lay in their intervals.
 *
 * @param rows with a finite interval
 * @param covered of these
 * @param width mean of these, in the unit of the label; NaN without rows
 * @param infinite rows for whose interval too little was known; they count in nothing else
 */
public record Coverage(int rows, int covered, double width, int infinite) {

  /** The share of labels covered; NaN without rows. */
  public double share() {
    return rows == 0 ? Double.NaN : (double) covered / rows;
  }

  /** Of all rows. */
  public static Coverage of(Predictions p, List<Interval> intervals) {
    return of(p, intervals, IntStream.range(0, p.rows()).toArray());
  }

  /** By the month (UTC) in which each row was decided. */
  public static SortedMap<YearMonth, Coverage> byMonth(Predictions p, List<Interval> intervals) {
    SortedMap<YearMonth, IntStream.Builder> rows = new TreeMap<>();
    for (int i = 0; i < p.rows(); i++) {
      Instant decided = Instant.ofEpochSecond(Math.floorDiv(p.eventTimeNanos()[i], 1_000_000_000L));
      YearMonth month = YearMonth.from(decided.atZone(ZoneOffset.UTC));
      rows.computeIfAbsent(month, k -> IntStream.builder()).add(i);
    }
    SortedMap<YearMonth, Coverage> months = new TreeMap<>();
    rows.forEach((month, each) -> months.put(month, of(p, intervals, each.build().toArray())));
    return months;
  }

  private static Coverage of(Predictions p, List<Interval> intervals, int[] picked) {
    if (intervals.size() != p.rows()) {
      throw new IllegalArgumentException(
          p.rows() + " rows came with " + intervals.size() + " intervals");
    }
    int rows = 0;
    int covered = 0;
    double width = 0;
    for (int i : picked) {
      Interval interval = intervals.get(i);
      if (!Double.isInfinite(interval.width())) {
        rows++;
        covered += interval.covers(p.labels()[i]) ? 1 : 0;
        width += interval.width();
      }
    }
    return new Coverage(rows, covered, rows == 0 ? Double.NaN : width / rows, picked.length - rows);
  }
}
