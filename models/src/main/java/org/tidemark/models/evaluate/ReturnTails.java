package org.tidemark.models.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The tails of period returns, and of series drawn from them, without sorting each draw. */
final class ReturnTails {
  /** Probability of each tail. */
  static final double TAIL = 0.05;

  /**
   * Of one series.
   *
   * @param ratio {@link Metric#TAIL_RATIO}; NaN where the low quantile is 0
   * @param valueAtRisk {@link Metric#VALUE_AT_RISK}
   * @param expectedShortfall {@link Metric#EXPECTED_SHORTFALL}
   */
  record Tails(double ratio, double valueAtRisk, double expectedShortfall) {}

  private final double[] sorted;
  private final int[] rank;

  ReturnTails(double[] returns) {
    int[] byReturn =
        IntStream.range(0, returns.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> returns[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    rank = new int[returns.length];
    for (int r = 0; r < byReturn.length; r++) {
      rank[byReturn[r]] = r;
    }
    sorted = Arrays.stream(byReturn).mapToDouble(i -> returns[i]).toArray();
  }

  /** The tails of the periods drawn. */
  Tails of(int[] order) {
    int[] times = new int[sorted.length];
    for (int i : order) {
      times[rank[i]]++;
    }
    double low = quantile(times, order.length, TAIL);
    double high = quantile(times, order.length, 1 - TAIL);
    double sum = 0;
    double count = 0;
    for (int r = 0; r < times.length && sorted[r] <= low; r++) {
      sum += times[r] * sorted[r];
      count += times[r];
    }
    double ratio = low == 0 ? Double.NaN : Math.abs(high) / Math.abs(low);
    return new Tails(ratio, 0.0 - low, 0.0 - sum / count);
  }

  private double quantile(int[] times, int n, double probability) {
    double at = probability * (n - 1);
    int index = (int) Math.floor(at);
    double below = nth(times, index);
    double above = nth(times, Math.min(index + 1, n - 1));
    double fraction = at - index;
    double step = above - below;
    // From the nearer side, as NumPy does, so that the quantile never leaves its neighbours.
    double value = fraction >= 0.5 ? above - step * (1 - fraction) : below + step * fraction;
    return Math.min(above, Math.max(below, value));
  }

  private double nth(int[] times, int index) {
    int seen = 0;
    int r = 0;
    while (seen + times[r] <= index) {
      seen += times[r++];
    }
    return sorted[r];
  }
}
