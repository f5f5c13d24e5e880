package org.tidemark.features.momentum;

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
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/**
 * M03: slow stochastic oscillator, the %K line.
 *
 * <p>Formula: SMA(F, smoothing), F = 100 (C[0] - lowest low) / (highest high - lowest low) over
 * bars. Unit: percent. Zero division: flat window: F = 0. Source: TA-Lib STOCH, slow %K. Memory,
 * readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the high-low window
 * @param smoothing number of fast values averaged
 */
public record Stochastic(int bars, int smoothing) implements BarFeature<Stochastic.State> {
  /** Highs, lows, and the fast values not yet averaged away. */
  public static final class State {
    private final Window highs;
    private final Window lows;
    private final Window fast;

    State(Window highs, Window lows, Window fast) {
      this.highs = highs;
      this.lows = lows;
      this.fast = fast;
    }
  }

  public Stochastic {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
    if (smoothing < 1) {
      throw new IllegalArgumentException("smoothing = " + smoothing + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "stochastic_" + bars + "_" + smoothing,
        "percent",
        "slow %K of the stochastic oscillator, 0 to 100");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars + smoothing - 1);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "M03",
        "SMA(F, smoothing), F = 100 (C[0] - lowest low) / (highest high - lowest low) over bars",
        "flat window: F = 0",
        "TA-Lib STOCH, slow %K",
        Warmup.bars(bars + smoothing - 1),
        example());
  }

  @Override
  public Stochastic.State initial() {
    return new State(new Window(bars), new Window(bars), new Window(smoothing));
  }

  @Override
  public void onBar(Stochastic.State state, Bar bar) {
    state.highs.add(bar.high());
    state.lows.add(bar.low());
    if (state.highs.isFull()) {
      state.fast.add(percent(state.highs.max(), state.lows.min(), bar.close()));
    }
  }

  private static double percent(double high, double low, double close) {
    double range = high - low;
    return range == 0 ? 0 : 100 * ((close - low) / range);
  }

  @Override
  public double value(Stochastic.State state) {
    return state.fast.isFull() ? state.fast.mean() : Double.NaN;
  }

  @Override
  public void updateAll(Stochastic.State state, BarBlock bars, float[][] rows, int at) {
    if (!state.fast.isFull()) {
      BarFeature.super.updateAll(state, bars, rows, at);
      return;
    }
    int size = bars.size();
    state.highs.addAll(bars.high(), size);
    state.lows.addAll(bars.low(), size);
    double[] highs = state.highs.trailing(size).maxima();
    double[] lows = state.lows.trailing(size).minima();
    double[] fast = new double[size];
    for (int r = 0; r < size; r++) {
      fast[r] = percent(highs[r], lows[r], bars.close()[r]);
    }
    state.fast.addAll(fast, size);
    double[] means = state.fast.trailing(size).means();
    for (int r = 0; r < size; r++) {
      rows[r][at] = (float) means[r];
    }
  }

  @Override
  public void save(Stochastic.State state, StateWriter out) {
    state.highs.save(out);
    state.lows.save(out);
    state.fast.save(out);
  }

  @Override
  public Stochastic.State load(StateReader in) {
    return new State(Window.load(bars, in), Window.load(bars, in), Window.load(smoothing, in));
  }

  private Example example() {
    return Example.prices(
        List.of(Example.rise(1, bars + smoothing - 2), Example.flat(1, bars)),
        "fast values 100 until the fall to "
            + bars
            + ", then 100 (n - lowest) / (highest - lowest)",
        (100.0 * (smoothing - 1) + 100.0 * last()) / smoothing);
  }

  private double last() {
    double low = smoothing;
    double high = bars + smoothing - 2;
    return (bars - low) / (high - low);
  }
}
