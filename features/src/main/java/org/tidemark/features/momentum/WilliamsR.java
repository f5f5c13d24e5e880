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
 * M06: Williams %R.
 *
 * <p>Formula: -100 (highest high - C[0]) / (highest high - lowest low) over bars. Unit: percent.
 * Zero division: flat window: 0. Source: TA-Lib WILLR. Memory, readiness and a worked example:
 * {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record WilliamsR(int bars) implements BarFeature<WilliamsR.State> {
  /** Highs, lows, and the last close. */
  public static final class State {
    private final Window highs;
    private final Window lows;
    private double close;

    State(Window highs, Window lows) {
      this.highs = highs;
      this.lows = lows;
    }
  }

  public WilliamsR {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output("williams_r_" + bars, "percent", "Williams %R, -100 to 0");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "M06",
        "-100 (highest high - C[0]) / (highest high - lowest low) over bars",
        "flat window: 0",
        "TA-Lib WILLR",
        Warmup.bars(bars),
        Example.prices(
            List.of(Example.rise(1, bars - 1), Example.flat(1, bars - 2)),
            "highest " + (bars - 1) + ", lowest 1: -100 (1 / " + (bars - 2) + ")",
            -100.0 / (bars - 2)));
  }

  @Override
  public WilliamsR.State initial() {
    return new State(new Window(bars), new Window(bars));
  }

  @Override
  public void onBar(WilliamsR.State state, Bar bar) {
    state.close = bar.close();
    state.highs.add(bar.high());
    state.lows.add(bar.low());
  }

  @Override
  public double value(WilliamsR.State state) {
    if (!state.highs.isFull()) {
      return Double.NaN;
    }
    return percent(state.highs.max(), state.lows.min(), state.close);
  }

  private static double percent(double high, double low, double close) {
    double range = high - low;
    return range == 0 ? 0 : -100 * ((high - close) / range);
  }

  @Override
  public void updateAll(WilliamsR.State state, BarBlock bars, float[][] rows, int at) {
    if (!state.highs.isFull()) {
      BarFeature.super.updateAll(state, bars, rows, at);
      return;
    }
    int size = bars.size();
    state.close = bars.close()[size - 1];
    state.highs.addAll(bars.high(), size);
    state.lows.addAll(bars.low(), size);
    double[] highs = state.highs.trailing(size).maxima();
    double[] lows = state.lows.trailing(size).minima();
    for (int r = 0; r < size; r++) {
      rows[r][at] = (float) percent(highs[r], lows[r], bars.close()[r]);
    }
  }

  @Override
  public void save(WilliamsR.State state, StateWriter out) {
    out.putDouble(state.close);
    state.highs.save(out);
    state.lows.save(out);
  }

  @Override
  public WilliamsR.State load(StateReader in) {
    double close = in.getDouble();
    State state = new State(Window.load(bars, in), Window.load(bars, in));
    state.close = close;
    return state;
  }
}
