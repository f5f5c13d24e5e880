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
 * P20: gap between the previous close and the open.
 *
 * <p>Formula: 100 (O[0] / C[1] - 1). Unit: percent. Zero division: none. Source: opening gap,
 * definition. Memory, readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while
 * not ready.
 */
public record GapPercent() implements BarFeature<GapPercent.State> {
  /**
   * The last gap and close; the gap of the first bar is NaN because there is no close before it.
   */
  public static final class State {
    private double gap = Double.NaN;
    private double close = Double.NaN;
  }

  @Override
  public Output output() {
    return new Output(
        "gap_percent", "percent", "open over the previous close, minus 1, in percent");
  }

  @Override
  public Memory memory() {
    return Memory.bars(2);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "P20",
        "100 (O[0] / C[1] - 1)",
        "none",
        "opening gap, definition",
        Warmup.bars(2),
        Example.prices(
            List.of(Example.flat(1, 100), Example.flat(1, 101)), "100 (101 / 100 - 1)", 1.0));
  }

  @Override
  public GapPercent.State initial() {
    return new State();
  }

  @Override
  public void onBar(GapPercent.State state, Bar bar) {
    state.gap = 100 * (bar.open() / state.close - 1);
    state.close = bar.close();
  }

  @Override
  public double value(GapPercent.State state) {
    return state.gap;
  }

  @Override
  public void save(GapPercent.State state, StateWriter out) {
    out.putDouble(state.gap).putDouble(state.close);
  }

  @Override
  public GapPercent.State load(StateReader in) {
    State state = new State();
    state.gap = in.getDouble();
    state.close = in.getDouble();
    return state;
  }
}
