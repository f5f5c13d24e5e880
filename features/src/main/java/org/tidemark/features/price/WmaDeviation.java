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
 * P15: distance of the close from its linearly weighted moving average.
 *
 * <p>Formula: C[0] / WMA(C, bars) - 1, weights 1 (oldest) to bars (newest). Unit: fraction. Zero
 * division: none. Source: TA-Lib WMA. Memory, readiness and a worked example: {@link #memory},
 * {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record WmaDeviation(int bars) implements BarFeature<Window> {
  public WmaDeviation {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "wma_deviation_" + bars, "fraction", "close over its weighted moving average, minus 1");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "P15",
        "C[0] / WMA(C, bars) - 1, weights 1 (oldest) to bars (newest)",
        "none",
        "TA-Lib WMA",
        Warmup.bars(bars),
        Example.prices(
            List.of(Example.rise(1, bars)),
            "n / ((2n + 1) / 3) - 1 with n = " + bars,
            3.0 * bars / (2 * bars + 1) - 1));
  }

  @Override
  public Window initial() {
    return new Window(bars);
  }

  @Override
  public void onBar(Window state, Bar bar) {
    state.add(bar.close());
  }

  @Override
  public double value(Window state) {
    return state.isFull() ? state.newest() / state.weightedMean() - 1 : Double.NaN;
  }

  @Override
  public void save(Window state, StateWriter out) {
    state.save(out);
  }

  @Override
  public Window load(StateReader in) {
    return Window.load(bars, in);
  }
}
