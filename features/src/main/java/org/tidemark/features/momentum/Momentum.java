package org.tidemark.features.momentum;

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
 * M08: momentum oscillator, relative to the close.
 *
 * <p>Formula: (C[0] - C[bars]) / C[0]. Unit: fraction. Zero division: none. Source: TA-Lib MOM.
 * Memory, readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record Momentum(int bars) implements CloseFeature {
  public Momentum {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "momentum_" + bars,
        "fraction",
        "close minus the close " + bars + " bars ago, over the close");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars + 1);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "M08",
        "(C[0] - C[bars]) / C[0]",
        "none",
        "TA-Lib MOM",
        Warmup.bars(bars + 1),
        Example.prices(
            List.of(Example.flat(bars, 100), Example.flat(1, 125)), "(125 - 100) / 125", 0.2));
  }

  @Override
  public int length() {
    return bars + 1;
  }

  @Override
  public double valueOf(Window window) {
    return (window.newest() - window.oldest()) / window.newest();
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    double[] newest = windows.ago(0);
    double[] oldest = windows.oldest();
    double[] values = new double[windows.rows()];
    for (int r = 0; r < values.length; r++) {
      values[r] = (newest[r] - oldest[r]) / newest[r];
    }
    return values;
  }
}
