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
 * W10: variation of the volatility relative to its mean.
 *
 * <p>Formula: sample standard deviation / mean of the last window values of W01(bars). Unit: ratio.
 * Zero division: mean 0 (flat prices): 0. Source: coefficient of variation of W01. Memory,
 * readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars number of returns in each volatility
 * @param window number of volatilities
 */
public record VolatilityOfVolatility(int bars, int window)
    implements BarFeature<VolatilityOfVolatility.State> {
  /** The returns, and the volatilities made of them. */
  public static final class State {
    private final LogReturns returns;
    private final Window volatilities;

    State(LogReturns returns, Window volatilities) {
      this.returns = returns;
      this.volatilities = volatilities;
    }
  }

  public VolatilityOfVolatility {
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
        "volatility_of_volatility_" + bars + "_" + window,
        "ratio",
        "standard deviation over mean of the last " + window + " historical volatilities");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars + window);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "W10",
        "sample standard deviation / mean of the last window values of W01(bars)",
        "mean 0 (flat prices): 0",
        "coefficient of variation of W01",
        Warmup.bars(bars + window),
        Example.prices(
            List.of(Example.flat(bars + window - 1, 100), Example.flat(1, 110)),
            "one value v among zeros: (v / sqrt(n)) / (v / n) = sqrt(n) with n = " + window,
            StrictMath.sqrt(window)));
  }

  @Override
  public VolatilityOfVolatility.State initial() {
    return new State(new LogReturns(bars), new Window(window));
  }

  @Override
  public void onBar(VolatilityOfVolatility.State state, Bar bar) {
    state.returns.add(bar.close());
    if (state.returns.isFull()) {
      state.volatilities.add(state.returns.window().sampleDeviation());
    }
  }

  @Override
  public double value(VolatilityOfVolatility.State state) {
    if (!state.volatilities.isFull()) {
      return Double.NaN;
    }
    double mean = state.volatilities.mean();
    return mean == 0 ? 0 : state.volatilities.sampleDeviation() / mean;
  }

  @Override
  public void updateAll(State state, BarBlock bars, float[][] rows, int at) {
    if (!state.volatilities.isFull()) {
      BarFeature.super.updateAll(state, bars, rows, at);
      return;
    }
    state.returns.addAll(bars.close(), bars.logReturn(), bars.size());
    double[] volatilities = state.returns.window().trailing(bars.size()).sampleDeviations();
    state.volatilities.addAll(volatilities, bars.size());
    Trailing windows = state.volatilities.trailing(bars.size());
    double[] means = windows.means();
    double[] deviations = windows.sampleDeviations();
    for (int r = 0; r < bars.size(); r++) {
      rows[r][at] = (float) (means[r] == 0 ? 0 : deviations[r] / means[r]);
    }
  }

  @Override
  public void save(VolatilityOfVolatility.State state, StateWriter out) {
    state.returns.save(out);
    state.volatilities.save(out);
  }

  @Override
  public VolatilityOfVolatility.State load(StateReader in) {
    return new State(LogReturns.load(bars, in), Window.load(window, in));
  }
}
