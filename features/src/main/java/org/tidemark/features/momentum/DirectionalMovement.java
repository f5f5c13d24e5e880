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
import org.tidemark.market.Bar;

/**
 * M10: directional movement: plus minus minus directional indicator.
 *
 * <p>Formula: 100 (+DM - -DM) / TR, each S = S - S / bars + x from a sum of bars - 1 values; x:
 * rise of the high or fall of the low, the larger and positive one alone; true range. Unit:
 * percent. Zero division: TR = 0: 0. Source: TA-Lib PLUS_DI - MINUS_DI (Wilder 1978). Memory,
 * readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars period
 */
public record DirectionalMovement(int bars) implements BarFeature<DirectionalMovement.State> {
  /** Directional sums. */
  public static final class State {
    private final Directional directional;

    State(Directional directional) {
      this.directional = directional;
    }
  }

  public DirectionalMovement {
    if (bars < 2) {
      throw new IllegalArgumentException("bars = " + bars + " must be 2 or more");
    }
  }

  @Override
  public Output output() {
    return new Output("directional_movement_" + bars, "percent", "+DI minus -DI, -100 to 100");
  }

  @Override
  public Memory memory() {
    return Memory.unbounded();
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "M10",
        "100 (+DM - -DM) / TR, each S = S - S / bars + x from a sum of bars - 1 values; x: rise of the high or fall of the low, the larger and positive one alone; true range",
        "TR = 0: 0",
        "TA-Lib PLUS_DI - MINUS_DI (Wilder 1978)",
        Warmup.bars(bars + 1),
        example());
  }

  @Override
  public DirectionalMovement.State initial() {
    return new State(new Directional(bars));
  }

  @Override
  public void onBar(DirectionalMovement.State state, Bar bar) {
    state.directional.add(bar);
  }

  @Override
  public double value(DirectionalMovement.State state) {
    return state.directional.isReady()
        ? state.directional.plus() - state.directional.minus()
        : Double.NaN;
  }

  @Override
  public void save(DirectionalMovement.State state, StateWriter out) {
    state.directional.save(out);
  }

  @Override
  public DirectionalMovement.State load(StateReader in) {
    return new State(Directional.load(bars, in));
  }

  private Example example() {
    int n = bars;
    double plus = n - 1 - (n - 1.0) / n;
    return Example.prices(
        List.of(Example.rise(1, n), Example.flat(1, n - 2)),
        (n - 1)
            + " rises of 1, then a fall of 2: +DM = s - s / n with s = n - 1, -DM = 2, TR = +DM + 2",
        100 * (plus - 2) / (plus + 2));
  }
}
