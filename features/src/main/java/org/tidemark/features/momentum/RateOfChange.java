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
 * M05: rate of change.
 *
 * <p>Formula: 100 (C[0] / C[bars] - 1). Unit: percent. Zero division: none. Source: TA-Lib ROC.
 * Memory, readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record RateOfChange(int bars) implements CloseFeature {
  public RateOfChange {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "rate_of_change_" + bars,
        "percent",
        "close over the close " + bars + " bars ago, minus 1, in percent");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars + 1);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "M05",
        "100 (C[0] / C[bars] - 1)",
        "none",
        "TA-Lib ROC",
        Warmup.bars(bars + 1),
        Example.prices(
            List.of(Example.flat(bars, 100), Example.flat(1, 105)), "100 (105 / 100 - 1)", 5.0));
  }

  @Override
  public int length() {
    return bars + 1;
  }

  @Override
  public double valueOf(Window window) {
    return 100 * (window.newest() / window.oldest() - 1);
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    double[] newest = windows.ago(0);
    double[] oldest = windows.oldest();
    double[] values = new double[windows.rows()];
    for (int r = 0; r < values.length; r++) {
      values[r] = 100 * (newest[r] / oldest[r] - 1);
    }
    return values;
  }
}
