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
import org.tidemark.market.Bar;

/**
 * P19: body of the bar.
 *
 * <p>Formula: (C[0] - O[0]) / C[0]. Unit: fraction. Zero division: none. Source: real body of a
 * candlestick (Nison 1991), relative to the close. Memory, readiness and a worked example: {@link
 * #memory}, {@link #doc}. NaN only while not ready.
 */
public record OpenCloseSpread() implements BarFeature<OpenCloseSpread.State> {
  /** The value of the last bar. */
  public static final class State {
    private double value = Double.NaN;
  }

  @Override
  public Output output() {
    return new Output("open_close_spread", "fraction", "close minus open, over the close");
  }

  @Override
  public Memory memory() {
    return Memory.bars(1);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "P19",
        "(C[0] - O[0]) / C[0]",
        "none",
        "real body of a candlestick (Nison 1991), relative to the close",
        Warmup.bars(1),
        Example.bars(
            List.of(new Example.Ohlcv(95, 110, 90, 100, 1)),
            "one bar: open 95, high 110, low 90, close 100",
            "(100 - 95) / 100",
            0.05));
  }

  @Override
  public OpenCloseSpread.State initial() {
    return new State();
  }

  @Override
  public void onBar(OpenCloseSpread.State state, Bar bar) {
    state.value = (bar.close() - bar.open()) / bar.close();
  }

  @Override
  public double value(OpenCloseSpread.State state) {
    return state.value;
  }

  @Override
  public void save(OpenCloseSpread.State state, StateWriter out) {
    out.putDouble(state.value);
  }

  @Override
  public OpenCloseSpread.State load(StateReader in) {
    State state = new State();
    state.value = in.getDouble();
    return state;
  }
}
