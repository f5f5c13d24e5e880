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
 * P12: how much the return over a number of bars has grown since that many bars ago.
 *
 * <p>Formula: C[0] / C[bars] - C[bars] / C[2 bars]. Unit: fraction. Zero division: none. Source:
 * first difference of TA-Lib ROCP over its period. Memory, readiness and a worked example: {@link
 * #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record PriceAcceleration(int bars) implements CloseFeature {
  public PriceAcceleration {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "price_acceleration_" + bars,
        "fraction",
        "price momentum minus price momentum " + bars + " bars ago");
  }

  @Override
  public Memory memory() {
    return Memory.bars(2 * bars + 1);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "P12",
        "C[0] / C[bars] - C[bars] / C[2 bars]",
        "none",
        "first difference of TA-Lib ROCP over its period",
        Warmup.bars(2 * bars + 1),
        Example.prices(
            List.of(Example.flat(bars, 100), Example.flat(bars, 105), Example.flat(1, 115.5)),
            "115.5 / 105 - 105 / 100",
            0.05));
  }

  @Override
  public int length() {
    return 2 * bars + 1;
  }

  @Override
  public double valueOf(Window window) {
    double middle = window.ago(bars);
    return window.newest() / middle - middle / window.oldest();
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    double[] newest = windows.ago(0);
    double[] middle = windows.ago(bars);
    double[] oldest = windows.oldest();
    double[] values = new double[windows.rows()];
    for (int r = 0; r < values.length; r++) {
      values[r] = newest[r] / middle[r] - middle[r] / oldest[r];
    }
    return values;
  }
}
