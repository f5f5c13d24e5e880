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
import org.tidemark.features.statistic.Ema;
import org.tidemark.market.Bar;

/**
 * P14: distance of the close from its exponential moving average.
 *
 * <p>Formula: C[0] / EMA(C, bars) - 1; EMA += (C[0] - EMA) 2 / (bars + 1), seeded with the mean of
 * the first bars closes. Unit: fraction. Zero division: none. Source: TA-Lib EMA. Memory, readiness
 * and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars period of the average; its factor is 2 / (bars + 1)
 */
public record EmaDeviation(int bars) implements BarFeature<EmaDeviation.State> {
  /** The average and the last close. */
  public static final class State {
    private final Ema ema;
    private double close;

    State(Ema ema) {
      this.ema = ema;
    }
  }

  public EmaDeviation {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "ema_deviation_" + bars, "fraction", "close over its exponential moving average, minus 1");
  }

  @Override
  public Memory memory() {
    return Memory.unbounded();
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "P14",
        "C[0] / EMA(C, bars) - 1; EMA += (C[0] - EMA) 2 / (bars + 1), seeded with the mean of the first bars closes",
        "none",
        "TA-Lib EMA",
        Warmup.bars(bars),
        Example.prices(
            List.of(Example.rise(1, bars)),
            "the seed is the mean (n + 1) / 2: n / ((n + 1) / 2) - 1 with n = " + bars,
            2.0 * bars / (bars + 1) - 1));
  }

  @Override
  public EmaDeviation.State initial() {
    return new State(new Ema(bars));
  }

  @Override
  public void onBar(EmaDeviation.State state, Bar bar) {
    state.close = bar.close();
    state.ema.add(bar.close());
  }

  @Override
  public double value(EmaDeviation.State state) {
    return state.ema.isReady() ? state.close / state.ema.value() - 1 : Double.NaN;
  }

  @Override
  public void save(EmaDeviation.State state, StateWriter out) {
    out.putDouble(state.close);
    state.ema.save(out);
  }

  @Override
  public EmaDeviation.State load(StateReader in) {
    double close = in.getDouble();
    State state = new State(Ema.load(bars, in));
    state.close = close;
    return state;
  }
}
