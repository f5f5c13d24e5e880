package org.tidemark.features.book;

import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;

/**
 * O09: how much the spread moves from bar to bar.
 *
 * <p>Formula: standard deviation (divisor n) of (ask - bid) / mid as it stood at each of the last
 * bars; n = bars, or fewer while fewer have closed since the first usable quote. Unit: fraction.
 * Zero division: one value gives 0. Source: own measure: O01 over a window. Usable, memory,
 * readiness and a worked example: {@link Best}, {@link #memory}, {@link #doc}. NaN only while not
 * ready.
 *
 * @param bars length of the window
 */
public record SpreadVolatility(int bars) implements BookFeature<SpreadVolatility.State> {
  /** The standing best prices and the spreads at the last bars. */
  public static final class State {
    private final Best best;
    private final Window spreads;

    State(Best best, Window spreads) {
      this.best = best;
      this.spreads = spreads;
    }
  }

  public SpreadVolatility {
    if (bars < 2) {
      throw new IllegalArgumentException("bars = " + bars + " must be 2 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "spread_volatility_" + bars,
        "fraction",
        "standard deviation of the relative spread at the last " + bars + " bars");
  }

  @Override
  public Memory memory() {
    return Memory.resting(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "O09",
        "standard deviation (divisor n) of (ask - bid) / mid as it stood at each of the "
            + "last bars; n = bars, or fewer while fewer have closed since the first usable "
            + "quote",
        "one value gives 0",
        "own measure: O01 over a window",
        Warmup.quoted(),
        Example.steps(
            List.of(
                new Example.Top(99, 5, 101, 5),
                new Example.Ohlcv(100, 100, 100, 100, 1),
                new Example.Top(98, 5, 102, 5),
                new Example.Ohlcv(100, 100, 100, 100, 1)),
            "a bar at a quote of 99 to 101, a bar at one of 98 to 102",
            "half the difference of 2 % and 4 %",
            0.01));
  }

  @Override
  public State initial() {
    return new State(new Best(), new Window(bars));
  }

  @Override
  public void update(State state, MarketEvent event) {
    if (!(event instanceof Bar)) {
      state.best.update(event);
    } else if (state.best.isReady()) {
      state.spreads.add(state.best.spread());
    }
  }

  @Override
  public double value(State state) {
    return state.spreads.size() > 0 ? state.spreads.populationDeviation() : Double.NaN;
  }

  @Override
  public void save(State state, StateWriter out) {
    state.best.save(out);
    state.spreads.save(out);
  }

  @Override
  public State load(StateReader in) {
    return new State(Best.load(in), Window.load(bars, in));
  }
}
