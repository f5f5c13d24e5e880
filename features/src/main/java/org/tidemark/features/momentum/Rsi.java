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
 * M01, M02: relative strength index.
 *
 * <p>Formula: 100 G / (G + L); G and L are Wilder means over bars of the rises and of the falls of
 * the close. Unit: percent. Zero division: G + L = 0 (no move ever): 0. Source: TA-Lib RSI (Wilder
 * 1978). Memory, readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not
 * ready.
 *
 * @param bars period
 * @param requirement the requirement that this period answers
 */
public record Rsi(int bars, String requirement) implements BarFeature<Rsi.State> {
  /** Smoothed rises and falls, and the last close. */
  public static final class State {
    private final WilderMean rises;
    private final WilderMean falls;
    private double close = Double.NaN;

    State(WilderMean rises, WilderMean falls) {
      this.rises = rises;
      this.falls = falls;
    }
  }

  public Rsi {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output("rsi_" + bars, "percent", "relative strength index, 0 to 100");
  }

  @Override
  public Memory memory() {
    return Memory.unbounded();
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        requirement,
        "100 G / (G + L); G and L are Wilder means over bars of the rises and of the falls of the close",
        "G + L = 0 (no move ever): 0",
        "TA-Lib RSI (Wilder 1978)",
        Warmup.bars(bars + 1),
        Example.prices(
            List.of(Example.rise(1, bars), Example.flat(1, bars - 1)),
            (bars - 1) + " rises of 1 and a fall of 1: 100 " + (bars - 1) + " / " + bars,
            100.0 * (bars - 1) / bars));
  }

  @Override
  public Rsi.State initial() {
    return new State(new WilderMean(bars), new WilderMean(bars));
  }

  @Override
  public void onBar(Rsi.State state, Bar bar) {
    if (!Double.isNaN(state.close)) {
      double change = bar.close() - state.close;
      state.rises.add(Math.max(change, 0));
      state.falls.add(Math.max(-change, 0));
    }
    state.close = bar.close();
  }

  @Override
  public double value(Rsi.State state) {
    if (!state.rises.isReady()) {
      return Double.NaN;
    }
    double moves = state.rises.value() + state.falls.value();
    return moves == 0 ? 0 : 100 * (state.rises.value() / moves);
  }

  @Override
  public void save(Rsi.State state, StateWriter out) {
    out.putDouble(state.close);
    state.rises.save(out);
    state.falls.save(out);
  }

  @Override
  public Rsi.State load(StateReader in) {
    double close = in.getDouble();
    State state = new State(WilderMean.load(bars, in), WilderMean.load(bars, in));
    state.close = close;
    return state;
  }
}
