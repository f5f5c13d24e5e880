package org.tidemark.features.volatility;

import java.util.List;
import org.tidemark.features.CloseFeature;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.statistic.Trailing;
import org.tidemark.features.statistic.Window;

/**
 * W06: width of the Bollinger bands relative to their middle.
 *
 * <p>Formula: 4 s / SMA(C, bars), s the population standard deviation of the same closes (bands at
 * 2 s). Unit: fraction. Zero division: none. Source: TA-Lib BBANDS; BandWidth of Bollinger 2001.
 * Memory, readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record BollingerWidth(int bars) implements CloseFeature {
  public BollingerWidth {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "bollinger_width_" + bars,
        "fraction",
        "upper minus lower Bollinger band, over the middle band");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "W06",
        "4 s / SMA(C, bars), s the population standard deviation of the same closes (bands at 2 s)",
        "none",
        "TA-Lib BBANDS; BandWidth of Bollinger 2001",
        Warmup.bars(bars),
        Example.prices(
            List.of(Example.rise(1, bars)),
            "4 sqrt((n^2 - 1) / 12) / ((n + 1) / 2) with n = " + bars,
            4 * StrictMath.sqrt((bars * bars - 1) / 12.0) / ((bars + 1) / 2.0)));
  }

  @Override
  public int length() {
    return bars;
  }

  @Override
  public double valueOf(Window window) {
    return 4 * window.populationDeviation() / window.mean();
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    double[] means = windows.means();
    double[] deviations = windows.populationDeviations();
    double[] values = new double[windows.rows()];
    for (int r = 0; r < values.length; r++) {
      values[r] = 4 * deviations[r] / means[r];
    }
    return values;
  }
}
