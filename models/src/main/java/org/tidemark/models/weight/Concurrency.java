package org.tidemark.models.weight;

import java.util.Arrays;

/**
 * Average uniqueness of label spans (Lopez de Prado 2018, "Advances in Financial Machine Learning",
 * sections 4.3 and 4.4), in continuous time.
 *
 * <p>{@code c(s)} is the number of spans (t, end] that hold the instant s. The uniqueness of a row
 * is the mean of {@code 1 / c} over its own span: 1 when it shares no instant, 1/k when it shares
 * all of them with k - 1 others. The book takes the mean over bars; on equally long bars that is
 * the same number.
 *
 * <p>All borders are sorted once and {@code 1 / c} is summed up along them, so that a row costs two
 * look-ups: O(n log n).
 */
final class Concurrency {
  private final long[] border;
  private final double[] until; // integral of 1 / c from the first border, in nanoseconds

  /** Of the spans at the given positions, at least one. */
  private Concurrency(LabelledRows rows, int[] positions) {
    long[] begins = Arrays.stream(positions).mapToLong(i -> rows.eventTimeNanos()[i]).toArray();
    long[] ends = Arrays.stream(positions).mapToLong(i -> rows.spanEndNanos()[i]).toArray();
    Arrays.sort(begins);
    Arrays.sort(ends);
    border = new long[2 * begins.length];
    until = new double[border.length];
    int begun = 0;
    int ended = 0;
    double sum = 0;
    for (int k = 0; k < border.length; k++) {
      // an end before a beginning at the same instant: the piece between them has no length
      boolean isEnd = begun == begins.length || ends[ended] <= begins[begun];
      border[k] = isEnd ? ends[ended] : begins[begun];
      int open = begun - ended;
      if (open > 0) {
        sum += (double) (border[k] - border[k - 1]) / open;
      }
      until[k] = sum;
      begun += isEnd ? 0 : 1;
      ended += isEnd ? 1 : 0;
    }
  }

  private double integral(long instant) {
    return until[Arrays.binarySearch(border, instant)];
  }

  /** Average uniqueness of each row, above 0 and at most 1. */
  static double[] uniqueness(LabelledRows rows, Scope scope) {
    double[] out = new double[rows.rows()];
    for (int[] group : Groups.of(rows, scope)) {
      Concurrency concurrency = new Concurrency(rows, group);
      for (int i : group) {
        long from = rows.eventTimeNanos()[i];
        long to = rows.spanEndNanos()[i];
        double share = concurrency.integral(to) - concurrency.integral(from);
        out[i] = Math.min(1, share / (to - from));
      }
    }
    return out;
  }
}
