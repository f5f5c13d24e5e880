package org.tidemark.features.label;

import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;

/**
 * How far a price moves in a horizon, as known at the close of each bar: the root of an
 * exponentially weighted mean of squared bar returns {@code r = c[k] / c[k-1] - 1}, times {@code
 * sqrt(horizon / mean length of those bars)}.
 *
 * <p>Weights are {@code (1 - 2 / (span + 1))^age}, the mean is not removed, and the sum is cut off
 * after {@code 2 * span} returns, where 98 % of the weight lies, so that the value does not depend
 * on where the history begins. Returns of this bar and earlier only. Source: Lopez de Prado 2018,
 * "Advances in Financial Machine Learning", snippet 3.1 (span 100).
 *
 * @param span in bars, 2 to 1000
 */
public record EwmVolatility(int span) implements Serializable {
  /** The span of the book. */
  public static final EwmVolatility STANDARD = new EwmVolatility(100);

  private static final int LONGEST = 1000;

  public EwmVolatility {
    if (span < 2 || span > LONGEST) {
      throw new IllegalArgumentException(
          "volatility span " + span + " must be from 2 to " + LONGEST + " bars");
    }
  }

  /** Returns that a value is made of, and so the bars that must stand before the first value. */
  public int window() {
    return 2 * span;
  }

  /** Share of the weight that one more bar of age leaves. */
  double decay() {
    return 1 - 2.0 / (span + 1);
  }

  /** The end of an id: nothing for the standard span. */
  String suffix() {
    return equals(STANDARD) ? "" : "-span" + span;
  }

  /**
   * Per bar, as a share of the price; NaN while fewer than {@link #window} returns are known, 0
   * when the price stood still all that time.
   */
  double[] ofHorizon(BarSeries series, Duration horizon) {
    double[] weights = weights();
    double[] squares = squaredReturns(series.close);
    double[] out = new double[series.size];
    Arrays.fill(out, 0, Math.min(window(), series.size), Double.NaN);
    for (int at = window(); at < series.size; at++) {
      double barsAhead = (double) horizon.toNanos() / meanLength(series, at);
      out[at] = Math.sqrt(meanSquare(weights, squares, at) * barsAhead);
    }
    return out;
  }

  /** By age: the newest return has weight 1; normalised when used. */
  private double[] weights() {
    double[] weights = new double[window()];
    double weight = 1;
    for (int age = 0; age < weights.length; age++) {
      weights[age] = weight;
      weight *= decay();
    }
    return weights;
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
  private long meanLength(BarSeries series, int at) {
    long sum = 0;
    for (int age = 0; age < window(); age++) {
      sum += series.duration[at - age];
    }
    return sum / window();
  }

  /** Summed anew for each bar, oldest first: the same bits wherever the history begins. */
  private static double meanSquare(double[] weights, double[] squares, int at) {
    double sum = 0;
    double total = 0;
    for (int age = weights.length - 1; age >= 0; age--) {
      sum += weights[age] * squares[at - age];
      total += weights[age];
    }
    return sum / total;
  }
}
