package org.tidemark.features.label;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.market.Bar;

/**
 * The return from a bar's close at t to the last close known at t + horizon. The span ends at t +
 * horizon. No label when no bar closes in (t, t + horizon], nor when the last bar closes before t +
 * horizon: a silent market has no return, and an unfinished one is not known.
 *
 * @param horizon whole seconds
 * @param kind what is made of the return
 */
public record FixedHorizon(Duration horizon, Kind kind) implements Labeler {
  /** The target that is made of a return. */
  public enum Kind {
    /** 1 when the return is above 0, else 0: no change counts as "not up". */
    SIGN,
    /** The return itself. */
    VALUE
  }

  public FixedHorizon {
    Names.checkHorizon(horizon);
  }

  @Override
  public String id() {
    return "fixed-" + Names.of(horizon) + (kind == Kind.VALUE ? "-value" : "");
  }

  @Override
  public int classes() {
    return kind == Kind.SIGN ? 2 : 0;
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
        double move = series.forwardReturn(at, lasts[at]);
        labels.add(new Label(series.offset[at], series.time[at], end, target(move), move));
      }
    }
    return labels;
  }

  private float target(double move) {
    return kind == Kind.VALUE ? (float) move : move > 0 ? 1 : 0;
  }
}
