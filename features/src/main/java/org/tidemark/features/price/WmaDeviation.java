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
 * P15: distance of the close from its linearly weighted moving average.
 *
 * <p>Formula: C[0] / WMA(C, bars) - 1, weights 1 (oldest) to bars (newest). Unit: fraction. Zero
 * division: none. Source: TA-Lib WMA. Memory, readiness and a worked example: {@link #memory},
 * {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record WmaDeviation(int bars) implements CloseFeature {
  public WmaDeviation {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "wma_deviation_" + bars, "fraction", "close over its weighted moving average, minus 1");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "P15",
        "C[0] / WMA(C, bars) - 1, weights 1 (oldest) to bars (newest)",
        "none",
        "TA-Lib WMA",
        Warmup.bars(bars),
        Example.prices(
            List.of(Example.rise(1, bars)),
            "n / ((2n + 1) / 3) - 1 with n = " + bars,
            3.0 * bars / (2 * bars + 1) - 1));
  }

  @Override
  public int length() {
    return bars;
  }

  @Override
  public double valueOf(Window window) {
    return window.newest() / window.weightedMean() - 1;
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    double[] newest = windows.ago(0);
    double[] means = windows.weightedMeans();
    double[] values = new double[windows.rows()];
    for (int r = 0; r < values.length; r++) {
      values[r] = newest[r] / means[r] - 1;
    }
    return values;
  }
}
