package org.tidemark.features.volatility;

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
 * W05: average true range, relative to the close.
 *
 * <p>Formula: ATR / C[0]; ATR: Wilder mean over bars of max(H - L, |H - C[1]|, |L - C[1]|), from
 * the second bar on. Unit: fraction. Zero division: none. Source: TA-Lib ATR (Wilder 1978). Memory,
 * readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars period
 */
public record AverageTrueRange(int bars) implements BarFeature<AverageTrueRange.State> {
  /** The smoothed range and the last close. */
  public static final class State {
    private final WilderMean atr;
    private double close = Double.NaN;

    State(WilderMean atr) {
      this.atr = atr;
    }
  }

  public AverageTrueRange {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "average_true_range_" + bars, "fraction", "average true range over the close");
  }

  @Override
  public Memory memory() {
    return Memory.unbounded();
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "W05",
        "ATR / C[0]; ATR: Wilder mean over bars of max(H - L, |H - C[1]|, |L - C[1]|), from the second bar on",
        "none",
        "TA-Lib ATR (Wilder 1978)",
        Warmup.bars(bars + 1),
        Example.prices(
            List.of(Example.rise(1, bars + 1)),
            "true range 1 at every bar: 1 / " + (bars + 1),
            1.0 / (bars + 1)));
  }

  @Override
  public AverageTrueRange.State initial() {
    return new State(new WilderMean(bars));
  }

  @Override
  public void onBar(AverageTrueRange.State state, Bar bar) {
    if (!Double.isNaN(state.close)) {
      double range = bar.high() - bar.low();
      range = Math.max(range, Math.abs(bar.high() - state.close));
      state.atr.add(Math.max(range, Math.abs(bar.low() - state.close)));
    }
    state.close = bar.close();
  }

  @Override
  public double value(AverageTrueRange.State state) {
    return state.atr.isReady() ? state.atr.value() / state.close : Double.NaN;
  }

  @Override
  public void save(AverageTrueRange.State state, StateWriter out) {
    out.putDouble(state.close);
    state.atr.save(out);
  }

  @Override
  public AverageTrueRange.State load(StateReader in) {
    double close = in.getDouble();
    State state = new State(WilderMean.load(bars, in));
    state.close = close;
    return state;
  }
}
