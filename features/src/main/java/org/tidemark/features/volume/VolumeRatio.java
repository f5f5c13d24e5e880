package org.tidemark.features.volume;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tidemark.features.BarFeature;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

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
public record VolumeRatio(int bars, int longBars, String requirement)
    implements BarFeature<Window> {
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
  public Window initial() {
    return new Window(longBars);
  }

  @Override
  public void onBar(Window state, Bar bar) {
    state.add(bar.volume());
  }

  @Override
  public double value(Window state) {
    if (!state.isFull()) {
      return Double.NaN;
    }
    double whole = state.sum() / longBars;
    return whole > 0 ? state.sum(0, bars) / bars / whole : 1;
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
    return Window.load(longBars, in);
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
