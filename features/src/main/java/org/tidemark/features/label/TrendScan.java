package org.tidemark.features.label;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.market.Bar;

/**
 * The strongest straight trend that begins at a bar (Lopez de Prado 2020, "Machine Learning for
 * Asset Managers", section 5.4): closes are regressed on 0, 1, 2, ... over every window that begins
 * at the bar, and the window whose slope has the largest |t| decides; of equal ones the shortest.
 *
 * <p>Windows hold the bar itself and the next bars, from {@code fewest} bars up to all that close
 * in (t, t + horizon]; there is no label when they are fewer. With n closes, R their correlation
 * with 0..n-1, {@code t = R sqrt((n - 2) / (1 - R^2))}: the t-value of the slope by ordinary least
 * squares. {@code 1 - R^2} counts as at least 1e-12, so that t stays finite on a straight line; t
 * of a flat window is 0.
 *
 * <p><b>Look-forward.</b> The book lets the label end with the window that was chosen. But that the
 * window was chosen is known only when every longer one has been seen: a price after the chosen
 * window can make another one win. The span therefore ends at t + horizon, whichever window won,
 * and so does the forward return; there is no label when the last bar closes before that.
 *
 * <p>Example: closes 100, 101, 103, 102 one minute apart, {@code fewest} 3, horizon 3 minutes. The
 * first three have slope 1.5, residuals 1/6, -1/3, 1/6 and t = 1.5 / sqrt((1/6) / 1 / 2) = 5.196;
 * all four have slope 0.8, residual sum of squares 1.8 and t = 0.8 / sqrt((1.8 / 2) / 5) = 1.886.
 * The first window wins: up.
 *
 * @param horizon whole seconds
 * @param fewest bars of the shortest window, 3 to 1000
 * @param target what is made of the t-value
 */
public record TrendScan(Duration horizon, int fewest, Target target) implements Labeler {
  private static final double LEAST_UNEXPLAINED = 1e-12;
  private static final int MOST = 1000;

  /** The target that is made of a t-value. */
  public sealed interface Target extends Serializable permits Sign, Value, Threshold {}

  /** 1 when t is above 0, else 0. */
  public record Sign() implements Target {}

  /** t itself. */
  public record Value() implements Target {}

  /**
   * Class 2 when t is above {@code least}, 0 when it is below {@code -least}, else 1.
   *
   * @param least 0.001 to 1000
   */
  public record Threshold(double least) implements Target {
    public Threshold {
      Names.checkMultiple("least t", least);
    }
  }

  public TrendScan {
    Names.checkHorizon(horizon);
    if (fewest < 3 || fewest > MOST) {
      throw new IllegalArgumentException(
          "shortest window of " + fewest + " bars must be from 3 to " + MOST);
    }
  }

  @Override
  public String id() {
    String end =
        target instanceof Threshold t
            ? "-" + Names.plain(t.least()) + "t"
            : target instanceof Value ? "-value" : "";
    return "trend-" + Names.of(horizon) + "-" + fewest + "b" + end;
  }

  @Override
  public int classes() {
    return target instanceof Threshold ? 3 : target instanceof Sign ? 2 : 0;
  }

  @Override
  public int warmUpBars() {
    return 0;
  }

  @Override
  public List<Label> label(List<Bar> bars) {
    BarSeries series = new BarSeries(bars);
    List<Label> labels = new ArrayList<>(series.size);
    int[] lasts = series.lastWithin(horizon);
    for (int at = 0; at < lasts.length; at++) {
      int last = lasts[at];
      if (last - at + 1 >= fewest) {
        long end = series.time[at] + horizon.toNanos();
        float value = value(strongest(series.close, at, last));
        double move = series.forwardReturn(at, last);
        labels.add(new Label(series.offset[at], series.time[at], end, value, move));
      }
    }
    return labels;
  }

  private float value(double t) {
    if (target instanceof Threshold threshold) {
      return t > threshold.least() ? 2 : t < -threshold.least() ? 0 : 1;
    }
    return target instanceof Value ? (float) t : t > 0 ? 1 : 0;
  }

  /** The t-value that is farthest from 0, windows growing by one bar at a time. */
  private double strongest(double[] close, int at, int last) {
    double best = 0;
    double sum = 0; // of moves from the first close: small numbers, so that squares keep digits
    double squares = 0;
    double product = 0;
    for (int i = 0; at + i <= last; i++) {
      double move = close[at + i] / close[at] - 1;
      sum += move;
      squares += move * move;
      product += i * move;
      if (i + 1 >= fewest) {
        double t = tValue(i + 1, sum, squares, product);
        best = Math.abs(t) > Math.abs(best) ? t : best;
      }
    }
    return best;
  }

  /** From the sums over y and x = 0..n-1. */
  private static double tValue(double n, double sum, double squares, double product) {
    double middle = (n - 1) / 2;
    double spread = n * (n * n - 1) / 12; // of x around its mean
    double together = product - middle * sum;
    double total = squares - sum * sum / n; // of y around its mean
    if (together == 0 || total <= 0) {
      return 0;
    }
    double explained = Math.min(1, together * together / (spread * total));
    double ratio = explained / Math.max(LEAST_UNEXPLAINED, 1 - explained);
    return Math.signum(together) * Math.sqrt(ratio * (n - 2));
  }
}
