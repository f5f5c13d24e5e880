package org.tidemark.features.signal;

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
 * A6.5: fractional difference of the log close over a fixed width: nearly stationary, yet it keeps
 * memory of the level.
 *
 * <p>Formula: sum of w[k] ln C[k] for k = 0 to bars - 1; w[0] = 1, w[k] = -w[k - 1] (d - k + 1) /
 * k. The weights of a finite width do not add up to 0, so a small share of the level stays. Unit:
 * log price. Zero division: none. Source: Lopez de Prado 2018, Advances in Financial Machine
 * Learning, 5.5 (fixed-width window). Memory, readiness and a worked example: {@link #memory},
 * {@link #doc}. NaN only while not ready.
 *
 * @param order d, above 0 and below 1
 * @param bars number of weights
 */
public record FractionalDifference(double order, int bars)
    implements BarFeature<FractionalDifference.State> {
  /** The log closes, and the weights, which are not saved. */
  public static final class State {
    private final Window logs;
    private final double[] weights;

    State(Window logs, double[] weights) {
      this.logs = logs;
      this.weights = weights;
    }
  }

  public FractionalDifference {
    if (!(order > 0 && order < 1)) {
      throw new IllegalArgumentException("order = " + order + " must lie between 0 and 1");
    }
    if (bars < 2) {
      throw new IllegalArgumentException("bars = " + bars + " must be 2 or more");
    }
  }

  private double[] weights() {
    double[] weights = new double[bars];
    weights[0] = 1;
    for (int k = 1; k < bars; k++) {
      weights[k] = -weights[k - 1] * (order - k + 1) / k;
    }
    return weights;
  }

  @Override
  public Output output() {
    return new Output(
        "fractional_difference_" + StrictMath.round(order * 100) + "_" + bars,
        "log price",
        "difference of order " + order + " of the log close, " + bars + " weights");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "A6.5",
        "sum of w[k] ln C[k], k = 0 to bars - 1; w[0] = 1, w[k] = -w[k - 1] (order - k + 1) / k",
        "none",
        "Lopez de Prado 2018, Advances in Financial Machine Learning, 5.5 (fixed-width window)",
        Warmup.bars(bars),
        Example.prices(
            List.of(Example.flat(bars - 2, 1), Example.flat(2, 10)),
            "ln 1 = 0, so only w[0] = 1 and w[1] = -order count: (1 - " + order + ") ln 10",
            (1 - order) * StrictMath.log(10)));
  }

  @Override
  public State initial() {
    return new State(new Window(bars), weights());
  }

  @Override
  public void onBar(State state, Bar bar) {
    state.logs.add(StrictMath.log(bar.close()));
  }

  @Override
  public double value(State state) {
    if (!state.logs.isFull()) {
      return Double.NaN;
    }
    double sum = 0;
    for (int k = bars - 1; k >= 0; k--) {
      sum += state.weights[k] * state.logs.ago(k);
    }
    return sum;
  }

  @Override
  public void save(State state, StateWriter out) {
    state.logs.save(out);
  }

  @Override
  public State load(StateReader in) {
    return new State(Window.load(bars, in), weights());
  }
}
