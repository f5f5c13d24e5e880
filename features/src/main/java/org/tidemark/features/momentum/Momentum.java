package org.tidemark.features.momentum;

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
 * M08: momentum oscillator, relative to the close.
 *
 * <p>Formula: (C[0] - C[bars]) / C[0]. Unit: fraction. Zero division: none. Source: TA-Lib MOM.
 * Memory, readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record Momentum(int bars) implements BarFeature<Window> {
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
  public Window initial() {
    return new Window(bars + 1);
  }

  @Override
  public void onBar(Window state, Bar bar) {
    state.add(bar.close());
  }

  @Override
  public double value(Window state) {
    return state.isFull() ? (state.newest() - state.oldest()) / state.newest() : Double.NaN;
  }

  @Override
  public void save(Window state, StateWriter out) {
    state.save(out);
  }

  @Override
  public Window load(StateReader in) {
    return Window.load(bars + 1, in);
  }
}
