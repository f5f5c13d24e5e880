package org.tidemark.features.label;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.market.Bar;

/**
 * Which of three barriers is met first (Lopez de Prado 2018, "Advances in Financial Machine
 * Learning", chapter 3): {@code close * (1 + upper * s)} above, {@code close * (1 - lower * s)}
 * below, or the end of the horizon. The label is +1, -1 or 0; as a class index 2, 0 or 1.
 *
 * <p>{@code s} is the {@link EwmVolatility} of the horizon as known at t. No label while it is not
 * known, nor when it is 0.
 *
 * <p>A barrier is touched when the high of a later bar is at or above the upper one, or the low at
 * or below the lower one. A bar that touches both counts as the lower: which came first is not
 * known, and the pessimistic answer is taken. A touch is known when its bar closes: there the span
 * ends, and the forward return is to that close. Only bars that close in (t, t + horizon] count;
 * when none does there is no label. Without a touch the span ends at t + horizon, and there is no
 * label when the last bar closes before that.
 *
 * @param horizon whole seconds
 * @param upper multiple of {@code s}, above 0
 * @param lower multiple of {@code s}, above 0
 * @param volatility how {@code s} is measured
 */
public record TripleBarrier(Duration horizon, double upper, double lower, EwmVolatility volatility)
    implements Labeler {
  public TripleBarrier {
    Names.checkHorizon(horizon);
    Names.checkMultiple("upper", upper);
    Names.checkMultiple("lower", lower);
  }

  /** With the standard span of volatility. */
  public TripleBarrier(Duration horizon, double upper, double lower) {
    this(horizon, upper, lower, EwmVolatility.STANDARD);
  }

  @Override
  public String id() {
    return "triple-" + barriers();
  }

  /** The part of an id that names horizon, multiples and span: {@code 1h-2x-1.5x-span50}. */
  String barriers() {
    return Names.of(horizon) + "-" + Names.of(upper) + "-" + Names.of(lower) + volatility.suffix();
  }

  @Override
  public int classes() {
    return 3;
  }

  @Override
  public int warmUpBars() {
    return volatility.window();
  }

  @Override
  public List<Label> label(List<Bar> bars) {
    BarSeries series = new BarSeries(bars);
    double[] scale = volatility.ofHorizon(series, horizon);
    List<Label> labels = new ArrayList<>(series.size);
    for (int at = volatility.window(); at < series.size; at++) {
      if (scale[at] > 0) {
        double top = series.close[at] * (1 + upper * scale[at]);
        double bottom = series.close[at] * (1 - lower * scale[at]);
        int bar = at;
        Touch.first(series, at, bottom, top, horizon.toNanos(), Touch.Hit.LOWER)
            .ifPresent(touch -> labels.add(series.label(bar, touch, touch.hit().ordinal(), 1)));
      }
    }
    return labels;
  }
}
