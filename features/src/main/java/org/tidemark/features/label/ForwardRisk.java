package org.tidemark.features.label;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.market.Bar;

/**
 * How far prices move between a bar's close at t and t + horizon, as a real number. The span ends
 * at t + horizon. No label when no bar closes in (t, t + horizon], nor when the last bar closes
 * before t + horizon.
 *
 * @param horizon whole seconds
 * @param measure of the movement
 */
public record ForwardRisk(Duration horizon, Measure measure) implements Labeler {
  /** What is measured of the bars that close in (t, t + horizon]. */
  public enum Measure {
    /**
     * Realised volatility: the root of the sum of squared log returns from close to close, the
     * first from the close at t (Andersen and others 2003). A fraction of the whole horizon.
     */
    VOLATILITY("volatility"),
    /**
     * Largest fall from the highest close so far, that at t among them, to the low of a later bar,
     * as a fraction of that close; 0 when no low is below it.
     */
    DRAWDOWN("drawdown");

    private final String word;

    Measure(String word) {
      this.word = word;
    }
  }

  public ForwardRisk {
    Names.checkHorizon(horizon);
  }

  @Override
  public String id() {
    return measure.word + "-" + Names.of(horizon);
  }

  @Override
  public int classes() {
    return 0;
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
      if (lasts[at] > at) {
        long end = series.time[at] + horizon.toNanos();
        double value =
            measure == Measure.VOLATILITY
                ? volatility(series, at, lasts[at])
                : drawdown(series, at, lasts[at]);
        double move = series.forwardReturn(at, lasts[at]);
        labels.add(new Label(series.offset[at], series.time[at], end, (float) value, move));
      }
    }
    return labels;
  }

  /**
   * Added from the oldest return for each bar anew: a running sum would hang on what was before.
   */
  private static double volatility(BarSeries series, int at, int last) {
    double sum = 0;
    for (int i = at + 1; i <= last; i++) {
      double r = StrictMath.log(series.close[i] / series.close[i - 1]);
      sum += r * r;
    }
    return StrictMath.sqrt(sum);
  }

  private static double drawdown(BarSeries series, int at, int last) {
    double peak = series.close[at];
    double deepest = 0;
    for (int i = at + 1; i <= last; i++) {
      deepest = StrictMath.max(deepest, 1 - series.low[i] / peak);
      peak = StrictMath.max(peak, series.close[i]);
    }
    return deepest;
  }
}
