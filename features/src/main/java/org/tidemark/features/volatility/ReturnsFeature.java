package org.tidemark.features.volatility;

import org.tidemark.features.BarBlock;
import org.tidemark.features.BarFeature;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.LogReturns;
import org.tidemark.features.statistic.Trailing;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/** A feature of the last bar-to-bar log returns. */
interface ReturnsFeature extends BarFeature<LogReturns> {
  /** How many returns count; ready when there are so many. */
  int length();

  /** The value of a full window of returns. */
  double valueOf(Window returns);

  /** As {@link #valueOf} of each window, with the same bits. */
  double[] valuesOf(Trailing returns);

  @Override
  default LogReturns initial() {
    return new LogReturns(length());
  }

  @Override
  default void onBar(LogReturns state, Bar bar) {
    state.add(bar.close());
  }

  @Override
  default double value(LogReturns state) {
    return state.isFull() ? valueOf(state.window()) : Double.NaN;
  }

  @Override
  default void updateAll(LogReturns state, BarBlock bars, float[][] rows, int at) {
    if (!state.isFull()) {
      BarFeature.super.updateAll(state, bars, rows, at);
      return;
    }
    state.addAll(bars.close(), bars.logReturn(), bars.size());
    double[] values = valuesOf(state.window().trailing(bars.size()));
    for (int i = 0; i < values.length; i++) {
      rows[i][at] = (float) values[i];
    }
  }

  @Override
  default void save(LogReturns state, StateWriter out) {
    state.save(out);
  }

  @Override
  default LogReturns load(StateReader in) {
    return LogReturns.load(length(), in);
  }
}
