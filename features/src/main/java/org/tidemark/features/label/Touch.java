package org.tidemark.features.label;

import java.util.Optional;

/**
 * Which of two prices and the end of a horizon was met first after a bar, and when that was known.
 *
 * @param hit what was met
 * @param last bar whose close is the last one known at the end
 * @param endNanos close of the touching bar, or the end of the horizon
 */
record Touch(Hit hit, int last, long endNanos) {
  /** What was met first. */
  enum Hit {
    LOWER,
    NEITHER,
    UPPER
  }

  /**
   * Follows the bars that close in (t, t + horizon]. Nothing when none does, or when the data ends
   * before the horizon without a touch.
   *
   * @param both what counts as met when one bar meets both prices: which came first is not known
   */
  static Optional<Touch> first(
      BarSeries series, int at, double bottom, double top, long horizonNanos, Hit both) {
    long end = series.time[at] + horizonNanos;
    int later = at + 1;
    for (; later < series.size && series.time[later] <= end; later++) {
      boolean below = series.low[later] <= bottom;
      boolean above = series.high[later] >= top;
      if (below || above) {
        Hit hit = below && above ? both : below ? Hit.LOWER : Hit.UPPER;
        return Optional.of(new Touch(hit, later, series.time[later]));
      }
    }
    int last = later - 1;
    return last > at && series.time[series.size - 1] >= end
        ? Optional.of(new Touch(Hit.NEITHER, last, end))
        : Optional.empty();
  }
}
