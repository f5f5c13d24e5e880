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
 * W04: volatility from the ranges and bodies of bars.
 *
 * <p>Formula: sqrt(mean over bars of ln(H / L)^2 / 2 - (2 ln 2 - 1) ln(C / O)^2). Unit: fraction
 * per bar. Zero division: none. Source: Garman, Klass 1980, Journal of Business 53(1). Memory,
 * readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record GarmanKlassVolatility(int bars) implements WindowFeature {
  private static final double LN_2 = StrictMath.log(2);

  public GarmanKlassVolatility {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "garman_klass_volatility_" + bars, "fraction per bar", "Garman-Klass volatility");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "W04",
        "sqrt(mean over bars of ln(H / L)^2 / 2 - (2 ln 2 - 1) ln(C / O)^2)",
        "none",
        "Garman, Klass 1980, Journal of Business 53(1)",
        Warmup.bars(bars),
        Example.bars(
            Collections.nCopies(bars, new Example.Ohlcv(100, 110, 100, 110, 1)),
            bars + " bars: open 100, high 110, low 100, close 110",
            "ln 1.1 sqrt(1 / 2 - 2 ln 2 + 1)",
            0.09531017980432493 * StrictMath.sqrt(1.5 - 1.3862943611198906)));
  }

  @Override
  public int length() {
    return bars;
  }

  @Override
  public double number(Bar bar) {
    return variance(Logarithm.of(bar.high() / bar.low()), Logarithm.of(bar.close() / bar.open()));
  }

  @Override
  public double[] numbers(BarBlock bars) {
    double[] ranges = bars.logRange();
    double[] variances = new double[bars.size()];
    for (int i = 0; i < variances.length; i++) {
      variances[i] = variance(ranges[i], Logarithm.of(bars.close()[i] / bars.open()[i]));
    }
    return variances;
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

  private double of(double variances) {
    return StrictMath.sqrt(Math.max(0, variances / bars));
  }

  private static double variance(double range, double body) {
    return 0.5 * range * range - (2 * LN_2 - 1) * body * body;
  }
}
