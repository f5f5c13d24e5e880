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
 * V13: percentile rank of the volume among the last volumes.
 *
 * <p>Formula: (volumes below V[0] + (volumes equal to V[0], itself included, + 1) / 2) / bars.
 * Unit: fraction. Zero division: none. Source: pandas Series.rolling(bars).rank(pct=True), average
 * method. Memory, readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not
 * ready.
 *
 * @param bars length of the window
 */
public record VolumeRank(int bars) implements VolumeFeature {
  public VolumeRank {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "volume_rank_" + bars,
        "fraction",
        "average rank of the volume among the last " + bars + ", as a fraction");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "V13",
        "(volumes below V[0] + (volumes equal to V[0], itself included, + 1) / 2) / bars",
        "none",
        "pandas Series.rolling(bars).rank(pct=True), average method",
        Warmup.bars(bars),
        example());
  }

  @Override
  public int length() {
    return bars;
  }

  @Override
  public double valueOf(Window window) {
    return window.rank();
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    return windows.ranks();
  }

  private Example example() {
    List<Example.Ohlcv> given = new ArrayList<>();
    given.add(new Example.Ohlcv(100, 100, 100, 100, 9));
    given.addAll(Collections.nCopies(bars - 1, new Example.Ohlcv(100, 100, 100, 100, 2)));
    return Example.bars(
        given,
        "one bar with volume 9, then " + (bars - 1) + " with volume 2",
        "(0 + (" + (bars - 1) + " + 1) / 2) / " + bars,
        0.5);
  }
}
