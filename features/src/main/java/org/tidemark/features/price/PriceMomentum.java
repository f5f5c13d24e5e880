package org.tidemark.features.price;

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
 * P11: return over a number of bars.
 *
 * <p>Formula: C[0] / C[bars] - 1. Unit: fraction. Zero division: none. Source: TA-Lib ROCP with its
 * own period. Memory, readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while
 * not ready.
 *
 * @param bars length of the window
 */
public record PriceMomentum(int bars) implements BarFeature<Window> {
  public PriceMomentum {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "price_momentum_" + bars,
        "fraction",
        "close over the close " + bars + " bars ago, minus 1");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars + 1);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "P11",
        "C[0] / C[bars] - 1",
        "none",
        "TA-Lib ROCP with its own period",
        Warmup.bars(bars + 1),
        Example.prices(
            List.of(Example.flat(bars, 100), Example.flat(1, 105)), "105 / 100 - 1", 0.05));
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
    return state.isFull() ? state.newest() / state.oldest() - 1 : Double.NaN;
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
