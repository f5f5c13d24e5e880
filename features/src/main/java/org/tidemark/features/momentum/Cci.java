package org.tidemark.features.momentum;

import java.util.List;
import org.tidemark.features.BarBlock;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.WindowFeature;
import org.tidemark.features.statistic.Trailing;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/**
 * M07: commodity channel index.
 *
 * <p>Formula: (TP[0] - SMA(TP, bars)) / (0.015 mean distance of TP from that SMA), TP = (H + L + C)
 * / 3. Unit: index. Zero division: flat window, or TP[0] at the mean: 0. Source: TA-Lib CCI
 * (Lambert 1980). Memory, readiness and a worked example: {@link #memory}, {@link #doc}. NaN only
 * while not ready.
 *
 * @param bars length of the window
 */
public record Cci(int bars) implements WindowFeature {
  public Cci {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output("cci_" + bars, "index", "commodity channel index of the typical price");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "M07",
        "(TP[0] - SMA(TP, bars)) / (0.015 mean distance of TP from that SMA), TP = (H + L + C) / 3",
        "flat window, or TP[0] at the mean: 0",
        "TA-Lib CCI (Lambert 1980)",
        Warmup.bars(bars),
        Example.prices(
            List.of(Example.rise(1, bars)),
            "((n - 1) / 2) / (0.015 n / 4) with n = " + bars + ", even",
            (bars - 1) / 2.0 / (0.015 * bars / 4.0)));
  }

  @Override
  public int length() {
    return bars;
  }

  @Override
  public double number(Bar bar) {
    return (bar.high() + bar.low() + bar.close()) / 3;
  }

  @Override
  public double[] numbers(BarBlock bars) {
    return bars.typical();
  }

  @Override
  public double valueOf(Window window) {
    double mean = window.mean();
    double distance = window.newest() - mean;
    return distance == 0 ? 0 : distance / (0.015 * window.meanDistance(mean));
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    double[] newest = windows.ago(0);
    double[] means = windows.means();
    double[] distances = windows.meanDistances(means);
    double[] values = new double[windows.rows()];
    for (int r = 0; r < values.length; r++) {
      values[r] = newest[r] == means[r] ? 0 : (newest[r] - means[r]) / (0.015 * distances[r]);
    }
    return values;
  }
}
