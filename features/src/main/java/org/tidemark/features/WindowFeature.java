package org.tidemark.features;

import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.Trailing;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/** A feature of one number of each of the last bars. */
public interface WindowFeature extends BarFeature<Window> {
  /** How many bars count; ready when there are so many. */
  int length();

  /** The number of a bar. */
  double number(Bar bar);

  /** The numbers of the bars of a block, in its first places. */
  double[] numbers(BarBlock bars);

  /** The value of a full window. */
  double valueOf(Window window);

  /** As {@link #valueOf} of each window, with the same bits. */
  double[] valuesOf(Trailing windows);

  @Override
  default Window initial() {
    return new Window(length());
  }

  @Override
  default void onBar(Window state, Bar bar) {
    state.add(number(bar));
  }

  @Override
  default double value(Window state) {
    return state.isFull() ? valueOf(state) : Double.NaN;
  }

  @Override
  default void updateAll(Window state, BarBlock bars, float[][] rows, int at) {
    if (!state.isFull()) {
      BarFeature.super.updateAll(state, bars, rows, at);
      return;
    }
    state.addAll(numbers(bars), bars.size());
    double[] values = valuesOf(state.trailing(bars.size()));
    for (int i = 0; i < values.length; i++) {
      rows[i][at] = (float) values[i];
    }
  }

  @Override
  default void save(Window state, StateWriter out) {
    state.save(out);
  }

  @Override
  default Window load(StateReader in) {
    return Window.load(length(), in);
  }
}
