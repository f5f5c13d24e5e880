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
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.Trailing;
import org.tidemark.features.statistic.Window;

/**
 * V01, V02, V03: mean volume of a short window over that of a longer one.
 *
 * <p>Formula: (sum of V over bars / bars) / (sum of V over longBars / longBars). Unit: ratio. Zero
 * division: a long window without volume gives 1. Source: Achelis 2001, Technical Analysis from A
 * to Z, volume oscillator, as a ratio. Memory, readiness and a worked example: {@link #memory},
 * {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the short window
 * @param longBars length of the long window, which ends at the same bar
 * @param requirement id that this instance answers
 */
public record VolumeRatio(int bars, int longBars, String requirement) implements VolumeFeature {
  public VolumeRatio {
    if (bars < 1 || bars >= longBars) {
      throw new IllegalArgumentException(
          "windows " + bars + " and " + longBars + " must be 1 or more and rise");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "volume_ratio_" + bars + "_" + longBars,
        "ratio",
        "mean volume of the last " + bars + " bars over that of the last " + longBars);
  }

  @Override
  public Memory memory() {
    return Memory.bars(longBars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        requirement,
        "(sum of V over bars / bars) / (sum of V over longBars / longBars)",
        "a long window without volume gives 1",
        "Achelis 2001, Technical Analysis from A to Z, volume oscillator, as a ratio",
        Warmup.bars(longBars),
        example());
  }

  @Override
  public int length() {
    return longBars;
  }

  @Override
  public double valueOf(Window window) {
    return ratio(window.sum(0, bars), window.sum());
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    double[] brief = windows.at(0, bars).sums();
    double[] whole = windows.sums();
    double[] values = new double[windows.rows()];
    for (int r = 0; r < values.length; r++) {
      values[r] = ratio(brief[r], whole[r]);
    }
    return values;
  }

  private double ratio(double brief, double whole) {
    double mean = whole / longBars;
    return mean > 0 ? brief / bars / mean : 1;
  }

  /** Writes the short window first, as if it were kept by itself. */
  @Override
  public void save(Window state, StateWriter out) {
    state.save(bars, out);
    state.save(out);
  }

  @Override
  public Window load(StateReader in) {
    Window.load(bars, in);
    return Window.loadCounts(longBars, in);
  }

  private Example example() {
    List<Example.Ohlcv> given =
        new ArrayList<>(
            Collections.nCopies(longBars - bars, new Example.Ohlcv(100, 100, 100, 100, 1)));
    given.addAll(Collections.nCopies(bars, new Example.Ohlcv(100, 100, 100, 100, 2)));
    return Example.bars(
        given,
        (longBars - bars) + " bars with volume 1, then " + bars + " with volume 2",
        "2 / (" + (longBars + bars) + " / " + longBars + ")",
        2.0 * longBars / (longBars + bars));
  }
}
