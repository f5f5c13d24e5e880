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
 * P17: percentile rank of the close among the last closes.
 *
 * <p>Formula: (closes below C[0] + (closes equal to C[0], itself included, + 1) / 2) / bars. Unit:
 * fraction. Zero division: none. Source: pandas Series.rolling(bars).rank(pct=True), average
 * method. Memory, readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not
 * ready.
 *
 * @param bars length of the window
 */
public record PriceRank(int bars) implements BarFeature<Window> {
  public PriceRank {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "price_rank_" + bars,
        "fraction",
        "average rank of the close among the last " + bars + ", as a fraction");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "P17",
        "(closes below C[0] + (closes equal to C[0], itself included, + 1) / 2) / bars",
        "none",
        "pandas Series.rolling(bars).rank(pct=True), average method",
        Warmup.bars(bars),
        Example.prices(
            List.of(Example.rise(1, bars)), "(" + (bars - 1) + " + (1 + 1) / 2) / " + bars, 1.0));
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
    return state.isFull() ? state.rank() : Double.NaN;
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
