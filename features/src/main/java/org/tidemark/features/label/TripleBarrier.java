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
 * <p>{@code s} is the volatility of a horizon as known at t: the root of an exponentially weighted
 * mean of the last {@value #WINDOW} squared bar returns {@code r = c[k] / c[k-1] - 1}, with weights
 * {@code (1 - 2/101)^age} (span 100, as in the book's snippet 3.1, mean not removed, cut off after
 * {@value #WINDOW} so that it does not depend on where the history begins), times {@code
 * sqrt(horizon / mean length of those bars)}. No label before {@value #WINDOW} returns are known,
 * nor when {@code s} is 0.
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
 */
public record TripleBarrier(Duration horizon, double upper, double lower) implements Labeler {
  static final int WINDOW = 200;
  static final double DECAY = 1 - 2.0 / 101;

  private static final double[] WEIGHTS = weights();

  public TripleBarrier {
    Names.checkHorizon(horizon);
    checkMultiple("upper", upper);
    checkMultiple("lower", lower);
  }

  private static void checkMultiple(String name, double value) {
    // the id must read back to the same number, so at most nine decimals
    if (!(value >= 1e-3 && value <= 1000) || Names.multiple(Names.of(value), "") != value) {
      throw new IllegalArgumentException(
          name + " = " + value + " must be from 0.001 to 1000 with at most nine decimals");
    }
  }

  /** By age: the newest return has weight 1; normalised when used. */
  private static double[] weights() {
    double[] weights = new double[WINDOW];
    double weight = 1;
    for (int age = 0; age < WINDOW; age++) {
      weights[age] = weight;
      weight *= DECAY;
    }
    return weights;
  }

  @Override
  public String id() {
    return "triple-" + Names.of(horizon) + "-" + Names.of(upper) + "-" + Names.of(lower);
  }

  @Override
  public int classes() {
    return 3;
  }

  @Override
  public int warmUpBars() {
    return WINDOW;
  }

  @Override
  public List<Label> label(List<Bar> bars) {
    BarSeries series = new BarSeries(bars);
    double[] squares = squaredReturns(series.close);
    List<Label> labels = new ArrayList<>(series.size);
    for (int at = WINDOW; at < series.size; at++) {
      double barsAhead = (double) horizon.toNanos() / meanLength(bars, at);
      double volatility = Math.sqrt(meanSquare(squares, at) * barsAhead);
      if (volatility > 0) {
        follow(series, at, volatility, labels);
      }
    }
    return labels;
  }

  private void follow(BarSeries series, int at, double volatility, List<Label> labels) {
    double top = series.close[at] * (1 + upper * volatility);
    double bottom = series.close[at] * (1 - lower * volatility);
    long end = series.time[at] + horizon.toNanos();
    int later = at + 1;
    for (; later < series.size && series.time[later] <= end; later++) {
      if (series.low[later] <= bottom) {
        labels.add(label(series, at, later, series.time[later], 0));
        return;
      }
      if (series.high[later] >= top) {
        labels.add(label(series, at, later, series.time[later], 2));
        return;
      }
    }
    int last = later - 1;
    if (last > at && series.time[series.size - 1] >= end) {
      labels.add(label(series, at, last, end, 1));
    }
  }

  private static Label label(BarSeries series, int at, int last, long end, int index) {
    return new Label(
        series.offset[at], series.time[at], end, index, series.forwardReturn(at, last));
  }

  private static double[] squaredReturns(double[] close) {
    double[] squares = new double[close.length];
    for (int i = 1; i < close.length; i++) {
      double move = close[i] / close[i - 1] - 1;
      squares[i] = move * move;
    }
    return squares;
  }

  /**
   * In whole nanoseconds, of the bars whose returns are known; exact when they are equally long.
   */
  private static long meanLength(List<Bar> bars, int at) {
    long sum = 0;
    for (int age = 0; age < WINDOW; age++) {
      sum += bars.get(at - age).durationNanos();
    }
    return sum / WINDOW;
  }

  /** Summed anew for each bar, oldest first: the same bits wherever the history begins. */
  private static double meanSquare(double[] squares, int at) {
    double sum = 0;
    double total = 0;
    for (int age = WINDOW - 1; age >= 0; age--) {
      sum += WEIGHTS[age] * squares[at - age];
      total += WEIGHTS[age];
    }
    return sum / total;
  }
}
