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
import org.tidemark.features.statistic.Ema;
import org.tidemark.market.Bar;

/**
 * M04: moving average convergence divergence, relative to the close.
 *
 * <p>Formula: (EMA(C, fast) - EMA(C, slow)) / C[0]; both seeded with means that end at bar slow.
 * Unit: fraction. Zero division: none. Source: TA-Lib MACD, the MACD line (TA-Lib withholds it
 * until its signal line is ready). Memory, readiness and a worked example: {@link #memory}, {@link
 * #doc}. NaN only while not ready.
 *
 * @param fast period of the fast average
 * @param slow period of the slow average
 */
public record Macd(int fast, int slow) implements BarFeature<Macd.State> {
  /** The two averages, the last close, and how many bars the fast average has let pass. */
  public static final class State {
    private final Ema fast;
    private final Ema slow;
    private double close;
    private int skipped;

    State(Ema fast, Ema slow) {
      this.fast = fast;
      this.slow = slow;
    }
  }

  public Macd {
    if (fast < 1 || fast >= slow) {
      throw new IllegalArgumentException(
          "periods " + fast + " and " + slow + " must be 1 or more and rise");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "macd_" + fast + "_" + slow,
        "fraction",
        "fast minus slow exponential moving average, over the close");
  }

  @Override
  public Memory memory() {
    return Memory.unbounded();
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "M04",
        "(EMA(C, fast) - EMA(C, slow)) / C[0]; both seeded with means that end at bar slow",
        "none",
        "TA-Lib MACD, the MACD line (TA-Lib withholds it until its signal line is ready)",
        Warmup.bars(slow),
        Example.prices(
            List.of(Example.rise(1, slow)),
            "means of the last "
                + fast
                + " and of all "
                + slow
                + " prices: (slow - fast) / 2 / slow",
            (slow - fast) / 2.0 / slow));
  }

  @Override
  public Macd.State initial() {
    return new State(new Ema(fast), new Ema(slow));
  }

  @Override
  public void onBar(Macd.State state, Bar bar) {
    state.close = bar.close();
    // TA-Lib starts the fast average late, so that both seeds end at the same bar.
    if (state.skipped < slow - fast) {
      state.skipped++;
    } else {
      state.fast.add(bar.close());
    }
    state.slow.add(bar.close());
  }

  @Override
  public double value(Macd.State state) {
    return state.slow.isReady()
        ? (state.fast.value() - state.slow.value()) / state.close
        : Double.NaN;
  }

  @Override
  public void save(Macd.State state, StateWriter out) {
    out.putDouble(state.close).putInt(state.skipped);
    state.fast.save(out);
    state.slow.save(out);
  }

  @Override
  public Macd.State load(StateReader in) {
    double close = in.getDouble();
    int skipped = in.getInt();
    State state = new State(Ema.load(fast, in), Ema.load(slow, in));
    state.close = close;
    state.skipped = skipped;
    return state;
  }
}
