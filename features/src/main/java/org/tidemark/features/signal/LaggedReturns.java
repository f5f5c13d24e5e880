package org.tidemark.features.signal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.FeatureId;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.WideBarFeature;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.LogReturns;
import org.tidemark.market.Bar;

/**
 * H01: the bar-to-bar log returns before the newest one.
 *
 * <p>Formula: ln(C[k] / C[k + 1]) for k = 1 to lags. Unit: fraction. Zero division: none. Source:
 * definition; lags count bars, so that a gap in time is one step. Memory, readiness and a worked
 * example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param lags number of outputs
 */
public record LaggedReturns(int lags) implements WideBarFeature<LogReturns> {
  public LaggedReturns {
    if (lags < 1) {
      throw new IllegalArgumentException("lags = " + lags + " must be 1 or more");
    }
  }

  @Override
  public FeatureId id() {
    return new FeatureId("lagged_return", 1);
  }

  @Override
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    for (int k = 1; k <= lags; k++) {
      outputs.add(
          new Output("lagged_return_" + k, "fraction", "log return of the bar " + k + " bars ago"));
    }
    return outputs;
  }

  @Override
  public Memory memory() {
    return Memory.bars(lags + 2);
  }

  @Override
  public FeatureDoc doc() {
    Double[] expected = new Double[lags];
    for (int k = 1; k <= lags; k++) {
      expected[k - 1] = StrictMath.log((lags + 2.0 - k) / (lags + 1.0 - k));
    }
    return new FeatureDoc(
        Collections.nCopies(lags, "H01"),
        "ln(C[k] / C[k + 1]) for k = 1 to lags",
        "none",
        "definition; lags count bars, so that a gap in time is one step",
        Warmup.bars(lags + 2),
        Example.prices(
            List.of(Example.rise(1, lags + 2)),
            "ln of each price over the one before it, the newest return left out",
            expected));
  }

  @Override
  public LogReturns initial() {
    return new LogReturns(lags + 1);
  }

  @Override
  public void onBar(LogReturns state, Bar bar) {
    state.add(bar.close());
  }

  @Override
  public boolean isReady(LogReturns state) {
    return state.isFull();
  }

  @Override
  public double[] values(LogReturns state) {
    double[] values = new double[lags];
    for (int k = 1; k <= lags; k++) {
      values[k - 1] = state.window().ago(k);
    }
    return values;
  }

  @Override
  public void save(LogReturns state, StateWriter out) {
    state.save(out);
  }

  @Override
  public LogReturns load(StateReader in) {
    return LogReturns.load(lags + 1, in);
  }
}
