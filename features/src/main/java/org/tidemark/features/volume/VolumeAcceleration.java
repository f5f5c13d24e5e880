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
 * V06: change of the volume momentum.
 *
 * <p>Formula: M[0] - M[bars], M = (A - B) / (A + B), A = sum of V over the last bars, B = that of
 * the bars before them. Unit: fraction, from -2 to 2. Zero division: M is 0 without volume. Source:
 * difference of V05, as P12 is of P11. Memory, readiness and a worked example: {@link #memory},
 * {@link #doc}. NaN only while not ready.
 *
 * @param bars length of each window
 */
public record VolumeAcceleration(int bars) implements VolumeFeature {
  public VolumeAcceleration {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "volume_acceleration_" + bars,
        "fraction",
        "volume momentum now minus that of " + bars + " bars ago");
  }

  @Override
  public Memory memory() {
    return Memory.bars(3 * bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "V06",
        "M[0] - M[bars], M = (A - B) / (A + B), A = sum of V over the last bars, B = that of the"
            + " bars before them",
        "M is 0 without volume",
        "difference of V05, as P12 is of P11",
        Warmup.bars(3 * bars),
        example());
  }

  @Override
  public int length() {
    return 3 * bars;
  }

  @Override
  public double valueOf(Window window) {
    double middle = window.sum(bars, bars);
    return VolumeMomentum.between(window.sum(0, bars), middle)
        - VolumeMomentum.between(middle, window.sum(2 * bars, bars));
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    double[] now = windows.at(0, bars).sums();
    double[] middle = windows.at(bars, bars).sums();
    double[] before = windows.at(2 * bars, bars).sums();
    double[] values = new double[windows.rows()];
    for (int r = 0; r < values.length; r++) {
      values[r] =
          VolumeMomentum.between(now[r], middle[r]) - VolumeMomentum.between(middle[r], before[r]);
    }
    return values;
  }

  private Example example() {
    List<Example.Ohlcv> given =
        new ArrayList<>(Collections.nCopies(bars, new Example.Ohlcv(100, 100, 100, 100, 1)));
    given.addAll(Collections.nCopies(bars, new Example.Ohlcv(100, 100, 100, 100, 3)));
    given.addAll(Collections.nCopies(bars, new Example.Ohlcv(100, 100, 100, 100, 2)));
    return Example.bars(
        given,
        bars + " bars with volume 1, " + bars + " with 3, then " + bars + " with 2",
        "(2 - 3) / (2 + 3) - (3 - 1) / (3 + 1)",
        -0.7);
  }
}
