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
import org.tidemark.features.statistic.WilderMean;
import org.tidemark.market.Bar;

/**
 * M09: strength of the trend: average directional index.
 *
 * <p>Formula: Wilder mean over bars of DX = 100 |+DI - -DI| / (+DI + -DI), the DI as in M10. Unit:
 * percent. Zero division: +DI + -DI = 0: DX counts as 0 in the seed and is skipped after it.
 * Source: TA-Lib ADX (Wilder 1978). Memory, readiness and a worked example: {@link #memory}, {@link
 * #doc}. NaN only while not ready.
 *
 * @param bars period
 */
public record TrendStrength(int bars) implements BarFeature<TrendStrength.State> {
  /** Directional sums and the smoothed index. */
  public static final class State {
    private final Directional directional;
    private final WilderMean adx;

    State(Directional directional, WilderMean adx) {
      this.directional = directional;
      this.adx = adx;
    }
  }

  public TrendStrength {
    if (bars < 2) {
      throw new IllegalArgumentException("bars = " + bars + " must be 2 or more");
    }
  }

  @Override
  public Output output() {
    return new Output("adx_" + bars, "percent", "average directional index, 0 to 100");
  }

  @Override
  public Memory memory() {
    return Memory.unbounded();
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "M09",
        "Wilder mean over bars of DX = 100 |+DI - -DI| / (+DI + -DI), the DI as in M10",
        "+DI + -DI = 0: DX counts as 0 in the seed and is skipped after it",
        "TA-Lib ADX (Wilder 1978)",
        Warmup.bars(2 * bars),
        Example.prices(
            List.of(Example.rise(1, 2 * bars)),
            "rises only: +DI = 100, -DI = 0, so DX = 100 at every bar",
            100.0));
  }

  @Override
  public TrendStrength.State initial() {
    return new State(new Directional(bars), new WilderMean(bars));
  }

  @Override
  public void onBar(TrendStrength.State state, Bar bar) {
    state.directional.add(bar);
    if (state.directional.isReady()) {
      double plus = state.directional.plus();
      double minus = state.directional.minus();
      double sum = plus + minus;
      if (sum != 0) {
        state.adx.add(100 * (Math.abs(plus - minus) / sum));
      } else if (!state.adx.isReady()) {
        state.adx.add(0);
      }
    }
  }

  @Override
  public double value(TrendStrength.State state) {
    return state.adx.isReady() ? state.adx.value() : Double.NaN;
  }

  @Override
  public void save(TrendStrength.State state, StateWriter out) {
    state.directional.save(out);
    state.adx.save(out);
  }

  @Override
  public TrendStrength.State load(StateReader in) {
    return new State(Directional.load(bars, in), WilderMean.load(bars, in));
  }
}
