package org.tidemark.features.calendar;

import org.tidemark.features.Memory;
import org.tidemark.features.WideBarFeature;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;

/** A sine and a cosine of the time at which the last bar closed. */
interface CalendarFeature extends WideBarFeature<CalendarFeature.State> {
  /** When the last bar closed, if there was one. */
  final class State {
    private boolean any;
    private long closeNanos;
  }

  /** How much of a full turn has gone by at that time, 0 or more and below 1. */
  double turn(long closeNanos);

  @Override
  default Memory memory() {
    return Memory.bars(1);
  }

  @Override
  default State initial() {
    return new State();
  }

  @Override
  default void onBar(State state, Bar bar) {
    state.any = true;
    state.closeNanos = bar.eventTimeNanos();
  }

  @Override
  default boolean isReady(State state) {
    return state.any;
  }

  @Override
  default double[] values(State state) {
    double angle = 2 * StrictMath.PI * turn(state.closeNanos);
    return new double[] {StrictMath.sin(angle), StrictMath.cos(angle)};
  }

  @Override
  default void save(State state, StateWriter out) {
    out.putInt(state.any ? 1 : 0).putLong(state.closeNanos);
  }

  @Override
  default State load(StateReader in) {
    State state = new State();
    state.any = in.getInt() == 1;
    state.closeNanos = in.getLong();
    return state;
  }
}
