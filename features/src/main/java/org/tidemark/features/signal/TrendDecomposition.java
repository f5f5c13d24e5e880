package org.tidemark.features.signal;

import java.time.Duration;
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
 * H01: the log close as trailing linear trend plus usual deviation at this hour of the day plus
 * remainder; only the past is used.
 *
 * <p>Formula: least-squares line through the last bars log closes over their index; d = ln C[0] -
 * the line's value at the newest bar. The seasonal part is the mean of d over earlier bars that
 * opened in the same hour of the UTC day (a plain mean of the first 1,800, then exponential with
 * factor 1 / 1,800: thirty days of minutes); 0 when there are none. Remainder = d - seasonal part.
 * Outputs: slope of the line, seasonal part, remainder. Unit: fraction. Zero division: none.
 * Source: classical additive decomposition (Kendall and Stuart), one-sided. Memory, readiness and a
 * worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the trend's window
 */
public record TrendDecomposition(int bars) implements WideBarFeature<TrendDecomposition.State> {
  private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();
  private static final int HOURS = 24;
  private static final int LONGEST_MEAN = 1_800;

  /** The log closes, each hour's mean deviation, and the newest row. */
  public static final class State {
    private final Window logs;
    private final double[] usual;
    private final int[] counts;
    private double slope;
    private double seasonal;
    private double remainder;

    State(Window logs, double[] usual, int[] counts) {
      this.logs = logs;
      this.usual = usual;
      this.counts = counts;
    }
  }

  public TrendDecomposition {
    if (bars < 3) {
      throw new IllegalArgumentException("bars = " + bars + " must be 3 or more");
    }
  }

  @Override
  public FeatureId id() {
    return new FeatureId("trend_decomposition_" + bars, 1);
  }

  @Override
  public List<Output> outputs() {
    return List.of(
        new Output("trend_slope_" + bars, "fraction per bar", "slope of the trailing linear trend"),
        new Output(
            "trend_seasonal_" + bars, "fraction", "usual distance from the trend at this hour"),
        new Output(
            "trend_remainder_" + bars, "fraction", "distance from the trend beyond the usual"));
  }

  @Override
  public Memory memory() {
    return Memory.unbounded();
  }

  @Override
  public FeatureDoc doc() {
    double slope = StrictMath.log(1.1) * (bars - 1) / 2 / squares();
    return new FeatureDoc(
        List.of("H01", "H01", "H01"),
        "least-squares line through the last bars log closes; d = ln C[0] - the line at the newest"
            + " bar; seasonal = mean of d over earlier bars that opened in the same hour of the UTC"
            + " day (plain over the first 1,800, then exponential with factor 1 / 1,800), 0 when"
            + " there are none; slope of the line, seasonal, d - seasonal",
        "none",
        "classical additive decomposition, one-sided",
        Warmup.bars(bars),
        Example.prices(
            List.of(Example.flat(bars - 1, 100), Example.flat(1, 110)),
            "with n = "
                + bars
                + " and r = ln 1.1 the slope is r (n - 1) / 2 / (n (n^2 - 1) / 12), the line ends"
                + " at r / n + slope (n - 1) / 2, the rest of r remains",
            slope,
            0.0,
            StrictMath.log(1.1) * (1 - 1.0 / bars) - slope * (bars - 1) / 2));
  }

  /** Sum of squared distances of the indexes from their mean. */
  private double squares() {
    return bars * ((double) bars * bars - 1) / 12;
  }

  @Override
  public State initial() {
    return new State(new Window(bars), new double[HOURS], new int[HOURS]);
  }

  @Override
  public void onBar(State state, Bar bar) {
    state.logs.add(StrictMath.log(bar.close()));
    if (!state.logs.isFull()) {
      return;
    }
    double oldest = state.logs.oldest();
    double sum = 0;
    double product = 0;
    for (int age = bars - 1; age >= 0; age--) {
      double y = state.logs.ago(age) - oldest;
      sum += y;
      product += ((bars - 1) / 2.0 - age) * y;
    }
    state.slope = product / squares();
    double line = sum / bars + state.slope * ((bars - 1) / 2.0);
    double deviation = state.logs.newest() - oldest - line;
    int hour = (int) Math.floorMod(Math.floorDiv(bar.openTimeNanos(), HOUR_NANOS), (long) HOURS);
    state.seasonal = state.usual[hour];
    state.remainder = deviation - state.seasonal;
    state.counts[hour] = Math.min(state.counts[hour] + 1, LONGEST_MEAN);
    state.usual[hour] += (deviation - state.usual[hour]) / state.counts[hour];
  }

  @Override
  public boolean isReady(State state) {
    return state.logs.isFull();
  }

  @Override
  public double[] values(State state) {
    return new double[] {state.slope, state.seasonal, state.remainder};
  }

  @Override
  public void save(State state, StateWriter out) {
    state.logs.save(out);
    for (int hour = 0; hour < HOURS; hour++) {
      out.putInt(state.counts[hour]).putDouble(state.usual[hour]);
    }
    out.putDouble(state.slope).putDouble(state.seasonal).putDouble(state.remainder);
  }

  @Override
  public State load(StateReader in) {
    State state = new State(Window.load(bars, in), new double[HOURS], new int[HOURS]);
    for (int hour = 0; hour < HOURS; hour++) {
      state.counts[hour] = in.getInt();
      state.usual[hour] = in.getDouble();
    }
    state.slope = in.getDouble();
    state.seasonal = in.getDouble();
    state.remainder = in.getDouble();
    return state;
  }
}
