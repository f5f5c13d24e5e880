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
 * P11: return over a number of bars.
 *
 * <p>Formula: C[0] / C[bars] - 1. Unit: fraction. Zero division: none. Source: TA-Lib ROCP with its
 * own period. Memory, readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while
 * not ready.
 *
 * @param bars length of the window
 */
public record PriceMomentum(int bars) implements CloseFeature {
  public PriceMomentum {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "price_momentum_" + bars,
        "fraction",
        "close over the close " + bars + " bars ago, minus 1");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars + 1);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "P11",
        "C[0] / C[bars] - 1",
        "none",
        "TA-Lib ROCP with its own period",
        Warmup.bars(bars + 1),
        Example.prices(
            List.of(Example.flat(bars, 100), Example.flat(1, 105)), "105 / 100 - 1", 0.05));
  }

  @Override
  public int length() {
    return bars + 1;
  }

  @Override
  public double valueOf(Window window) {
    return window.newest() / window.oldest() - 1;
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    double[] newest = windows.ago(0);
    double[] oldest = windows.oldest();
    double[] values = new double[windows.rows()];
    for (int r = 0; r < values.length; r++) {
      values[r] = newest[r] / oldest[r] - 1;
    }
    return values;
  }
}
