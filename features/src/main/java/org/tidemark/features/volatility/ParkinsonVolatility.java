package org.tidemark.features.volatility;

import java.util.Collections;
import org.tidemark.features.BarBlock;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.WindowFeature;
import org.tidemark.features.statistic.Logarithm;
import org.tidemark.features.statistic.Trailing;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/**
 * W03: volatility from the ranges of bars.
 *
 * <p>Formula: sqrt(mean of ln(H / L)^2 over bars / (4 ln 2)). Unit: fraction per bar. Zero
 * division: none. Source: Parkinson 1980, Journal of Business 53(1). Memory, readiness and a worked
 * example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record ParkinsonVolatility(int bars) implements WindowFeature {
  private static final double LN_2 = StrictMath.log(2);

  public ParkinsonVolatility {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "parkinson_volatility_" + bars, "fraction per bar", "Parkinson range volatility");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "W03",
        "sqrt(mean of ln(H / L)^2 over bars / (4 ln 2))",
        "none",
        "Parkinson 1980, Journal of Business 53(1)",
        Warmup.bars(bars),
        Example.bars(
            Collections.nCopies(bars, new Example.Ohlcv(100, 110, 100, 110, 1)),
            bars + " bars: open 100, high 110, low 100, close 110",
            "ln 1.1 / sqrt(4 ln 2)",
            0.09531017980432493 / 1.6651092223153954));
  }

  @Override
  public int length() {
    return bars;
  }

  @Override
  public double number(Bar bar) {
    return square(Logarithm.of(bar.high() / bar.low()));
  }

  @Override
  public double[] numbers(BarBlock bars) {
    double[] ranges = bars.logRange();
    double[] squares = new double[bars.size()];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = square(ranges[i]);
    }
    return squares;
  }

  @Override
  public double valueOf(Window window) {
    return of(window.sum());
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    double[] sums = windows.sums();
    double[] values = new double[windows.rows()];
    for (int r = 0; r < values.length; r++) {
      values[r] = of(sums[r]);
    }
    return values;
  }

  private double of(double squares) {
    return StrictMath.sqrt(squares / bars / (4 * LN_2));
  }

  private static double square(double range) {
    return range * range;
  }
}
