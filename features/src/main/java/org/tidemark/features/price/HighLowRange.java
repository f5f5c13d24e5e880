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
 * P18: range of the bar.
 *
 * <p>Formula: (H[0] - L[0]) / C[0]. Unit: fraction. Zero division: none. Source: definition of a
 * bar range, relative to the close. Memory, readiness and a worked example: {@link #memory}, {@link
 * #doc}. NaN only while not ready.
 */
public record HighLowRange() implements BarFeature<HighLowRange.State> {
  /** The value of the last bar. */
  public static final class State {
    private double value = Double.NaN;
  }

  @Override
  public Output output() {
    return new Output("high_low_range", "fraction", "high minus low, over the close");
  }

  @Override
  public Memory memory() {
    return Memory.bars(1);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "P18",
        "(H[0] - L[0]) / C[0]",
        "none",
        "definition of a bar range, relative to the close",
        Warmup.bars(1),
        Example.bars(
            List.of(new Example.Ohlcv(100, 110, 90, 100, 1)),
            "one bar: open 100, high 110, low 90, close 100",
            "(110 - 90) / 100",
            0.2));
  }

  @Override
  public HighLowRange.State initial() {
    return new State();
  }

  @Override
  public void onBar(HighLowRange.State state, Bar bar) {
    state.value = (bar.high() - bar.low()) / bar.close();
  }

  @Override
  public double value(HighLowRange.State state) {
    return state.value;
  }

  @Override
  public void save(HighLowRange.State state, StateWriter out) {
    out.putDouble(state.value);
  }

  @Override
  public HighLowRange.State load(StateReader in) {
    State state = new State();
    state.value = in.getDouble();
    return state;
  }
}
