package org.tidemark.features.volatility;

import java.util.List;
import org.tidemark.features.BarBlock;
import org.tidemark.features.BarFeature;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.LogReturns;
import org.tidemark.features.statistic.Trailing;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/**
 * W08: percentile rank of the volatility among its last values.
 *
 * <p>Formula: rank as in P17 of W01(bars), rounded to float, among its last window values. Unit:
 * fraction. Zero division: none. Source: pandas rolling rank (P17) of W01. Memory, readiness and a
 * worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars number of returns in each volatility
 * @param window number of volatilities
 */
public record VolatilityRank(int bars, int window) implements BarFeature<VolatilityRank.State> {
  /** The returns, and the volatilities made of them. */
  public static final class State {
    private final LogReturns returns;
    private final Window volatilities;

    State(LogReturns returns, Window volatilities) {
      this.returns = returns;
      this.volatilities = volatilities;
    }
  }

  public VolatilityRank {
    if (bars < 2) {
      throw new IllegalArgumentException("bars = " + bars + " must be 2 or more");
    }
    if (window < 2) {
      throw new IllegalArgumentException("window = " + window + " must be 2 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "volatility_rank_" + bars + "_" + window,
        "fraction",
        "average rank of the historical volatility among its last "
            + window
            + " values, as a fraction");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars + window);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "W08",
        "rank as in P17 of W01(bars), rounded to float, among its last window values",
        "none",
        "pandas rolling rank (P17) of W01",
        Warmup.bars(bars + window),
        Example.prices(
            List.of(Example.flat(bars + window - 1, 100), Example.flat(1, 110)),
            "the newest volatility is the largest",
            1.0));
  }

  @Override
  public VolatilityRank.State initial() {
    return new State(new LogReturns(bars), new Window(window));
  }

  @Override
  public void onBar(VolatilityRank.State state, Bar bar) {
    state.returns.add(bar.close());
    if (state.returns.isFull()) {
      // As emitted: in double, equal returns in another order differ in the last bits, which no
      // rank should see.
      state.volatilities.add((float) state.returns.window().sampleDeviation());
    }
  }

  @Override
  public double value(VolatilityRank.State state) {
    return state.volatilities.isFull() ? state.volatilities.rank() : Double.NaN;
  }

  @Override
  public void updateAll(State state, BarBlock bars, float[][] rows, int at) {
    if (!state.volatilities.isFull()) {
      BarFeature.super.updateAll(state, bars, rows, at);
      return;
    }
    state.returns.addAll(bars.close(), bars.logReturn(), bars.size());
    double[] volatilities = state.returns.window().trailing(bars.size()).sampleDeviations();
    for (int i = 0; i < volatilities.length; i++) {
      volatilities[i] = (float) volatilities[i];
    }
    state.volatilities.addAll(volatilities, bars.size());
    Trailing windows = state.volatilities.trailing(bars.size());
    double[] ranks = windows.ranks();
    for (int r = 0; r < bars.size(); r++) {
      rows[r][at] = (float) ranks[r];
    }
  }

  @Override
  public void save(VolatilityRank.State state, StateWriter out) {
    state.returns.save(out);
    state.volatilities.save(out);
  }

  @Override
  public VolatilityRank.State load(StateReader in) {
    return new State(LogReturns.load(bars, in), Window.load(window, in));
  }
}
