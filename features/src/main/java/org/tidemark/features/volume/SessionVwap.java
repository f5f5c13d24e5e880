package org.tidemark.features.volume;

import java.time.Duration;
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
 * V10: distance of the close from the volume-weighted average price since midnight UTC.
 *
 * <p>Formula: C[0] / (sum of TP V / sum of V) - 1 over the bars of the current UTC day, TP = (H + L
 * + C) / 3; a bar belongs to the day in which its last nanosecond lies. P16 is the same over a
 * rolling window. Unit: fraction. Zero division: a day without volume so far: the plain mean of TP
 * takes the place of the weighted one. Source: Berkowitz, Logue, Noser 1988, Journal of Finance
 * 43(1) (VWAP of the session). Memory, readiness and a worked example: {@link #memory}, {@link
 * #doc}. NaN only while not ready.
 */
public record SessionVwap() implements BarFeature<SessionVwap.State> {
  private static final long DAY_NANOS = Duration.ofDays(1).toNanos();

  /** The day, and sums around its first typical price, so that equal prices give exactly 0. */
  public static final class State {
    private long day = Long.MIN_VALUE;
    private double first;
    private double turnover;
    private double volume;
    private double plain;
    private int bars;
    private double close;
  }

  @Override
  public Output output() {
    return new Output(
        "session_vwap_deviation",
        "fraction",
        "close over the volume-weighted typical price since midnight UTC, minus 1");
  }

  @Override
  public Memory memory() {
    return Memory.span(Duration.ofDays(1));
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "V10",
        "C[0] / (sum of TP V / sum of V) - 1 over the bars of the current UTC day, TP = (H + L +"
            + " C) / 3",
        "a day without volume so far: the plain mean of TP takes the place of the weighted one",
        "Berkowitz, Logue, Noser 1988, Journal of Finance 43(1) (VWAP of the session); P16 is the"
            + " same over a rolling window",
        Warmup.bars(1),
        Example.bars(
            List.of(
                new Example.Ohlcv(100, 100, 100, 100, 3), new Example.Ohlcv(110, 110, 110, 110, 1)),
            "from midnight one bar at 100 with volume 3, one at 110 with volume 1",
            "110 / 102.5 - 1",
            110 / 102.5 - 1));
  }

  @Override
  public State initial() {
    return new State();
  }

  @Override
  public void onBar(State state, Bar bar) {
    double typical = (bar.high() + bar.low() + bar.close()) / 3;
    long day = Math.floorDiv(bar.eventTimeNanos() - 1, DAY_NANOS);
    if (day != state.day) {
      state.day = day;
      state.first = typical;
      state.turnover = 0;
      state.volume = 0;
      state.plain = 0;
      state.bars = 0;
    }
    state.turnover += (typical - state.first) * bar.volume();
    state.volume += bar.volume();
    state.plain += typical - state.first;
    state.bars++;
    state.close = bar.close();
  }

  @Override
  public double value(State state) {
    if (state.bars == 0) {
      return Double.NaN;
    }
    double above = state.volume > 0 ? state.turnover / state.volume : state.plain / state.bars;
    return state.close / (state.first + above) - 1;
  }

  @Override
  public void save(State state, StateWriter out) {
    out.putLong(state.day)
        .putDouble(state.first)
        .putDouble(state.turnover)
        .putDouble(state.volume)
        .putDouble(state.plain)
        .putInt(state.bars)
        .putDouble(state.close);
  }

  @Override
  public State load(StateReader in) {
    State state = new State();
    state.day = in.getLong();
    state.first = in.getDouble();
    state.turnover = in.getDouble();
    state.volume = in.getDouble();
    state.plain = in.getDouble();
    state.bars = in.getInt();
    state.close = in.getDouble();
    return state;
  }
}
