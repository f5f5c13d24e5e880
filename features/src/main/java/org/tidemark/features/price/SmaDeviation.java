package org.tidemark.features.price;

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
 * P13: distance of the close from its simple moving average.
 *
 * <p>Formula: C[0] / SMA(C, bars) - 1. Unit: fraction. Zero division: none. Source: TA-Lib SMA.
 * Memory, readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record SmaDeviation(int bars) implements CloseFeature {
  public SmaDeviation {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "sma_deviation_" + bars, "fraction", "close over its simple moving average, minus 1");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "P13",
        "C[0] / SMA(C, bars) - 1",
        "none",
        "TA-Lib SMA",
        Warmup.bars(bars),
        Example.prices(
            List.of(Example.rise(1, bars)),
            "n / ((n + 1) / 2) - 1 with n = " + bars,
            2.0 * bars / (bars + 1) - 1));
  }

  @Override
  public int length() {
    return bars;
  }

  @Override
  public double valueOf(Window window) {
    return window.newest() / window.mean() - 1;
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    double[] newest = windows.ago(0);
    double[] means = windows.means();
    double[] values = new double[windows.rows()];
    for (int r = 0; r < values.length; r++) {
      values[r] = newest[r] / means[r] - 1;
    }
    return values;
  }
}
