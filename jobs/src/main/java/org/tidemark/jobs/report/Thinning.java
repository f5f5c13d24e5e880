package org.tidemark.jobs.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Thins a long series for drawing: of every bucket of neighbouring points it keeps the first,
 * lowest, highest and last, so that no peak and no trough of the drawn line is lost.
 */
final class Thinning {
  private Thinning() {}

  /**
   * At most {@code 4 * buckets} points, in order; a series that is already short comes back as it
   * is.
   */
  static List<TimeValue> keepExtremes(List<TimeValue> points, int buckets) {
    if (points.size() <= 4 * buckets) {
      return points;
    }
    List<TimeValue> kept = new ArrayList<>(4 * buckets);
    for (int b = 0; b < buckets; b++) {
      int from = (int) ((long) points.size() * b / buckets);
      int to = (int) ((long) points.size() * (b + 1) / buckets);
      int low = from;
      int high = from;
      for (int i = from; i < to; i++) {
        double value = points.get(i).value();
        low = value < points.get(low).value() || Double.isNaN(points.get(low).value()) ? i : low;
        high =
            value > points.get(high).value() || Double.isNaN(points.get(high).value()) ? i : high;
      }
      int last = -1;
      for (int i : new int[] {from, Math.min(low, high), Math.max(low, high), to - 1}) {
        if (i > last) {
          kept.add(points.get(i));
          last = i;
        }
      }
    }
    return kept;
  }
}
