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
 * V05: change of volume from one window to the next.
 *
 * <p>Formula: (A - B) / (A + B), A = sum of V over the last bars, B = that of the bars before them.
 * Unit: fraction, from -1 to 1. Zero division: no volume in either gives 0. Source: Achelis 2001,
 * Technical Analysis from A to Z, volume rate of change, in its symmetric bounded form. Memory,
 * readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of each window
 */
public record VolumeMomentum(int bars) implements VolumeFeature {
  public VolumeMomentum {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "volume_momentum_" + bars,
        "fraction",
        "volume of the last " + bars + " bars against that of the " + bars + " before them");
  }

  @Override
  public Memory memory() {
    return Memory.bars(2 * bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "V05",
        "(A - B) / (A + B), A = sum of V over the last bars, B = that of the bars before them",
        "no volume in either gives 0",
        "Achelis 2001, Technical Analysis from A to Z, volume rate of change, in its symmetric"
            + " bounded form",
        Warmup.bars(2 * bars),
        example());
  }

  @Override
  public int length() {
    return 2 * bars;
  }

  @Override
  public double valueOf(Window window) {
    return between(window.sum(0, bars), window.sum(bars, bars));
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    double[] now = windows.at(0, bars).sums();
    double[] before = windows.at(bars, bars).sums();
    double[] values = new double[windows.rows()];
    for (int r = 0; r < values.length; r++) {
      values[r] = between(now[r], before[r]);
    }
    return values;
  }

  /** Change from {@code before} to {@code now}, between -1 and 1. */
  static double between(double now, double before) {
    return now + before > 0 ? (now - before) / (now + before) : 0;
  }

  private Example example() {
    List<Example.Ohlcv> given =
        new ArrayList<>(Collections.nCopies(bars, new Example.Ohlcv(100, 100, 100, 100, 1)));
    given.addAll(Collections.nCopies(bars, new Example.Ohlcv(100, 100, 100, 100, 3)));
    return Example.bars(
        given,
        bars + " bars with volume 1, then " + bars + " with volume 3",
        "(3 - 1) / (3 + 1)",
        0.5);
  }
}
