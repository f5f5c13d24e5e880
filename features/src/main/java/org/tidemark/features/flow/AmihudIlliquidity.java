package org.tidemark.features.flow;

import java.util.List;
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
 * Price move per million of turnover, from bars.
 *
 * <p>Formula: 1,000,000 times the mean of |ln(C[k] / C[k + 1])| / (C[k] V[k]) over those of the
 * last bars with volume. Unit: fraction per million of quote currency. Zero division: no bar with
 * volume: 0. Source: Amihud 2002, Journal of Financial Markets 5(1), with bars for days. Memory,
 * readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record AmihudIlliquidity(int bars) implements BarFeature<AmihudIlliquidity.State> {
  private static final double MILLION = 1e6;
  private static final double NO_VOLUME = -1;

  /** The last close, and each bar's return over turnover. */
  public static final class State {
    private final Window ratios;
    private double close = Double.NaN;

    State(Window ratios) {
      this.ratios = ratios;
    }
  }

  public AmihudIlliquidity {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "amihud_illiquidity_" + bars,
        "fraction per million of quote currency",
        "mean absolute return per million of turnover");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars + 1);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "issue 3",
        "1,000,000 times the mean of |ln(C[k] / C[k + 1])| / (C[k] V[k]) over those of the last bars"
            + " with volume",
        "no bar with volume: 0",
        "Amihud 2002, Journal of Financial Markets 5(1), with bars for days",
        Warmup.bars(bars + 1),
        Example.prices(
            List.of(Example.flat(bars, 100), Example.flat(1, 110)),
            "one of " + bars + " bars moves, with a turnover of 110: 1000000 ln(1.1) / 110 / n",
            MILLION * StrictMath.log(1.1) / 110 / bars));
  }

  @Override
  public State initial() {
    return new State(new Window(bars));
  }

  @Override
  public void onBar(State state, Bar bar) {
    if (!Double.isNaN(state.close)) {
      double move = Math.abs(StrictMath.log(bar.close() / state.close));
      state.ratios.add(bar.volume() > 0 ? move / (bar.close() * bar.volume()) : NO_VOLUME);
    }
    state.close = bar.close();
  }

  @Override
  public double value(State state) {
    if (!state.ratios.isFull()) {
      return Double.NaN;
    }
    double sum = 0;
    int count = 0;
    for (int age = bars - 1; age >= 0; age--) {
      double ratio = state.ratios.ago(age);
      if (ratio != NO_VOLUME) {
        sum += ratio;
        count++;
      }
    }
    return count == 0 ? 0 : MILLION * (sum / count);
  }

  @Override
  public void save(State state, StateWriter out) {
    out.putDouble(state.close);
    state.ratios.save(out);
  }

  @Override
  public State load(StateReader in) {
    double close = in.getDouble();
    State state = new State(Window.load(bars, in));
    state.close = close;
    return state;
  }
}
