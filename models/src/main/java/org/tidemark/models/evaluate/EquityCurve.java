package org.tidemark.models.evaluate;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Equity and drawdown of a backtest, thinned for drawing without losing its peaks and troughs.
 *
 * @param periodEndNanos time of each point, increasing
 * @param equity capital after it, as a multiple of the capital at the start
 * @param drawdown fall from the highest equity so far (1 at the start included), as a share
 */
public record EquityCurve(long[] periodEndNanos, double[] equity, double[] drawdown) {
  /** Points that a report draws. */
  public static final int REPORT_POINTS = 2000;

  /**
   * The curve through every period, or, where there are more than {@code mostPoints}, through the
   * first, the last, the deepest drawdown, and the lowest and highest of equal stretches.
   *
   * @param mostPoints 8 or more
   */
  public static EquityCurve of(Backtest backtest, int mostPoints) {
    if (mostPoints < 8) {
      throw new IllegalArgumentException("points = " + mostPoints + " must be 8 or more");
    }
    int n = backtest.periods();
    double[] equity = new double[n];
    double[] drawdown = new double[n];
    double now = 1;
    double peak = 1;
    int deepest = 0;
    for (int i = 0; i < n; i++) {
      now *= 1 + backtest.returns()[i];
      peak = Math.max(peak, now);
      equity[i] = now;
      drawdown[i] = 1 - now / peak;
      deepest = drawdown[i] > drawdown[deepest] ? i : deepest;
    }
    if (n <= mostPoints) {
      return new EquityCurve(backtest.periodEndNanos().clone(), equity, drawdown);
    }
    BitSet kept = new BitSet(n);
    kept.set(0);
    kept.set(n - 1);
    kept.set(deepest);
    int stretches = (mostPoints - 3) / 2;
    for (int s = 0; s < stretches; s++) {
      int from = (int) ((long) n * s / stretches);
      int to = (int) ((long) n * (s + 1) / stretches);
      int low = from;
      int high = from;
      for (int i = from; i < to; i++) {
        low = equity[i] < equity[low] ? i : low;
        high = equity[i] > equity[high] ? i : high;
      }
      kept.set(low);
      kept.set(high);
    }
    int[] at = kept.stream().toArray();
    return new EquityCurve(
        Arrays.stream(at).mapToLong(i -> backtest.periodEndNanos()[i]).toArray(),
        Arrays.stream(at).mapToDouble(i -> equity[i]).toArray(),
        Arrays.stream(at).mapToDouble(i -> drawdown[i]).toArray());
  }
}
