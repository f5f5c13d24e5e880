package org.tidemark.features.label;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.market.Bar;

/**
 * Whether the data stop for a while between a bar's close at t and t + horizon: 1 when longer than
 * {@code gap} no bar closes there, counted from close to close, from t on and up to t + horizon;
 * else 0. The span ends at t + horizon; no label when the last bar closes before it.
 *
 * @param horizon whole seconds
 * @param gap whole seconds, shorter than the horizon
 */
public record ForwardGap(Duration horizon, Duration gap) implements Labeler {
  public ForwardGap {
    Names.checkHorizon(horizon);
    Names.checkHorizon(gap);
    if (gap.compareTo(horizon) >= 0) {
      throw new IllegalArgumentException(
          "gap " + gap + " must be shorter than the horizon " + horizon);
    }
  }

  @Override
  public String id() {
    return "gap-" + Names.of(horizon) + "-" + Names.of(gap);
  }

  @Override
  public int classes() {
    return 2;
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
      long end = series.time[at] + horizon.toNanos();
      long silence = end - series.time[lasts[at]];
      for (int i = at + 1; i <= lasts[at]; i++) {
        silence = Math.max(silence, series.time[i] - series.time[i - 1]);
      }
      float value = silence > gap.toNanos() ? 1 : 0;
      double move = series.forwardReturn(at, lasts[at]);
      labels.add(new Label(series.offset[at], series.time[at], end, value, move));
    }
    return labels;
  }
}
