package org.tidemark.features.volume;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.VolumeFeature;
import org.tidemark.features.Warmup;
import org.tidemark.features.statistic.Trailing;
import org.tidemark.features.statistic.Window;

/**
 * V14: how much of a window's volume came in one burst.
 *
 * <p>A cluster is an unbroken run of bars whose volume is above the window's mean. Formula: volume
 * of the largest cluster / sum of V over bars. Unit: fraction. Zero division: a window without
 * volume gives 0; so do equal volumes, where no bar is above the mean. Source: own measure of the
 * clustering of volume that Clark 1973, Econometrica 41(1), and Lamoureux, Lastrapes 1990, Journal
 * of Finance 45(1), describe. Memory, readiness and a worked example: {@link #memory}, {@link
 * #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record VolumeClusters(int bars) implements VolumeFeature {
  public VolumeClusters {
    if (bars < 2) {
      throw new IllegalArgumentException("bars = " + bars + " must be 2 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "volume_cluster_share_" + bars,
        "fraction",
        "share of the volume of " + bars + " bars in the largest run of bars above their mean");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "V14",
        "volume of the largest cluster / sum of V over bars; a cluster is an unbroken run of bars"
            + " whose V is above the window's mean",
        "a window without volume gives 0; so do equal volumes, where no bar is above the mean",
        "own measure of the clustering of volume that Clark 1973, Econometrica 41(1), and"
            + " Lamoureux, Lastrapes 1990, Journal of Finance 45(1), describe",
        Warmup.bars(bars),
        example());
  }

  @Override
  public int length() {
    return bars;
  }

  @Override
  public double valueOf(Window window) {
    double mean = window.mean();
    double largest = 0;
    double run = 0;
    for (int ago = bars - 1; ago >= 0; ago--) {
      double volume = window.ago(ago);
      run = volume > mean ? run + volume : 0;
      largest = run > largest ? run : largest;
    }
    return largest > 0 ? largest / window.sum() : 0;
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    double[] sums = windows.sums();
    double[] largest = windows.largestRunsAbove(windows.means());
    double[] values = new double[windows.rows()];
    for (int r = 0; r < values.length; r++) {
      values[r] = largest[r] > 0 ? largest[r] / sums[r] : 0;
    }
    return values;
  }

  private Example example() {
    List<Example.Ohlcv> given =
        new ArrayList<>(Collections.nCopies(bars - 4, new Example.Ohlcv(100, 100, 100, 100, 0)));
    for (double volume : new double[] {5, 4, 0, 7}) {
      given.add(new Example.Ohlcv(100, 100, 100, 100, volume));
    }
    return Example.bars(
        given,
        (bars - 4) + " bars without volume, then volumes 5, 4, 0 and 7",
        "(5 + 4) / 16",
        9.0 / 16);
  }
}
