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
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/**
 * X04: one number of each of the last bars, oldest first: a channel of a sequence, as columns.
 *
 * <p>Formula: x[k] for k = bars - 1 down to 0, with x of the {@link Channel}. Unit and zero
 * division: the channel's. Source: definition; lags count bars, so that a gap in time is one step.
 * Memory, readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param channel what is taken of a bar
 * @param bars length of the sequence, number of outputs
 */
public record BarSequence(Channel channel, int bars) implements WideBarFeature<BarSequence.State> {
  private static final double FIRST_CLOSE = 101;

  /** What the channel needs of older bars, and its last values. */
  public static final class State {
    private final Window source;
    private final Window values;

    private State(Window source, Window values) {
      this.source = source;
      this.values = values;
    }
  }

  public BarSequence {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public FeatureId id() {
    return new FeatureId(channel.column() + "_sequence", 1);
  }

  @Override
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    for (int k = bars - 1; k >= 0; k--) {
      outputs.add(
          new Output(
              channel.column() + "_ago_" + k,
              channel.unit(),
              channel.meaning() + (k == 0 ? ", of the newest bar" : ", " + k + " bars ago")));
    }
    return outputs;
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars + channel.reach() - 1);
  }

  @Override
  public FeatureDoc doc() {
    int count = bars + channel.reach() - 1;
    List<Example.Ohlcv> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double close = FIRST_CLOSE + i;
      steps.add(new Example.Ohlcv(close, close + 3, close - 1, close, i + 1.0));
    }
    Double[] expected = new Double[bars];
    for (int k = bars - 1; k >= 0; k--) {
      expected[bars - 1 - k] = channel.ofTheRise(FIRST_CLOSE + count - 1 - k);
    }
    return new FeatureDoc(
        Collections.nCopies(bars, "X04"),
        channel.formula() + " for j = bars - 1 down to 0",
        channel.edge(),
        "definition; lags count bars, so that a gap in time is one step",
        Warmup.bars(count),
        Example.bars(
            steps,
            count
                + " bars: the close rises from 101 by 1, high 3 above it, low 1 below it, volume"
                + " rises from 1 by 1",
            channel.working(),
            expected));
  }

  @Override
  public State initial() {
    return new State(new Window(channel.reach()), new Window(bars));
  }

  @Override
  public void onBar(State state, Bar bar) {
    state.source.add(channel.number(bar));
    if (state.source.isFull()) {
      state.values.add(channel.value(state.source));
    }
  }

  @Override
  public boolean isReady(State state) {
    return state.values.isFull();
  }

  @Override
  public double[] values(State state) {
    return state.values.ordered();
  }

  @Override
  public void save(State state, StateWriter out) {
    state.source.save(out);
    state.values.save(out);
  }

  @Override
  public State load(StateReader in) {
    return new State(Window.load(channel.reach(), in), Window.load(bars, in));
  }
}
