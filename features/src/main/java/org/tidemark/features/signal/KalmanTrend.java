package org.tidemark.features.signal;

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
import org.tidemark.market.Bar;

/**
 * A6.5: trend and noise of the log close by the Kalman filter of a local linear trend; filtered,
 * never smoothed.
 *
 * <p>Formula: y = ln C = level + e, level' = level + slope + u, slope' = slope + v, variances 1,
 * levelNoise and slopeNoise of e, u and v: only their ratios matter. Starts at level ln C and slope
 * 0 with covariance the unit matrix. Outputs: the filtered slope, and y minus the filtered level.
 * Unit: fraction. Zero division: none. Source: Harvey 1989, Forecasting, Structural Time Series
 * Models and the Kalman Filter, 2.3. A gap in time counts as one step. Memory, readiness and a
 * worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param levelNoise variance of the level's step over that of the observation
 * @param slopeNoise variance of the slope's step over that of the observation
 */
public record KalmanTrend(double levelNoise, double slopeNoise)
    implements WideBarFeature<KalmanTrend.State> {
  /** Filtered level and slope with their covariance, and the newest observation. */
  public static final class State {
    private int count;
    private double newest;
    private double level;
    private double slope;
    private double levelVariance = 1;
    private double covariance;
    private double slopeVariance = 1;
  }

  public KalmanTrend {
    if (!(levelNoise > 0 && slopeNoise > 0)) {
      throw new IllegalArgumentException(
          "noise ratios " + levelNoise + " and " + slopeNoise + " must be above 0");
    }
  }

  @Override
  public FeatureId id() {
    return new FeatureId("kalman_trend", 1);
  }

  @Override
  public List<Output> outputs() {
    return List.of(
        new Output("kalman_trend", "fraction per bar", "filtered slope of the log close"),
        new Output("kalman_noise", "fraction", "log close minus its filtered level"));
  }

  @Override
  public Memory memory() {
    return Memory.unbounded();
  }

  @Override
  public FeatureDoc doc() {
    double gain = (2 + levelNoise) / (3 + levelNoise);
    return new FeatureDoc(
        List.of("A6.5", "A6.5"),
        "Kalman filter of ln C = level + e, level' = level + slope + u, slope' = slope + v with"
            + " variances 1, levelNoise and slopeNoise of e, u and v, from level ln C, slope 0 and"
            + " unit covariance at the first bar: filtered slope, and ln C[0] minus filtered level",
        "none",
        "Harvey 1989, Forecasting, Structural Time Series Models and the Kalman Filter, 2.3",
        Warmup.bars(2),
        Example.prices(
            List.of(Example.flat(1, 100), Example.flat(1, 110)),
            "variance of the forecast 3 + "
                + levelNoise
                + " = f, gains (f - 1) / f and 1 / f: both are ln(1.1) / f",
            StrictMath.log(1.1) / (3 + levelNoise),
            StrictMath.log(1.1) * (1 - gain)));
  }

  @Override
  public State initial() {
    return new State();
  }

  @Override
  public void onBar(State state, Bar bar) {
    state.newest = StrictMath.log(bar.close());
    if (state.count == 0) {
      state.level = state.newest;
      state.count = 1;
      return;
    }
    double level = state.level + state.slope;
    double levelVariance =
        state.levelVariance + 2 * state.covariance + state.slopeVariance + levelNoise;
    double covariance = state.covariance + state.slopeVariance;
    double surprise = state.newest - level;
    double levelGain = levelVariance / (levelVariance + 1);
    double slopeGain = covariance / (levelVariance + 1);
    state.level = level + levelGain * surprise;
    state.slope = state.slope + slopeGain * surprise;
    state.levelVariance = levelVariance - levelGain * levelVariance;
    state.slopeVariance = state.slopeVariance + slopeNoise - slopeGain * covariance;
    state.covariance = covariance - levelGain * covariance;
    state.count = 2;
  }

  @Override
  public boolean isReady(State state) {
    return state.count == 2;
  }

  @Override
  public double[] values(State state) {
    return new double[] {state.slope, state.newest - state.level};
  }

  @Override
  public void save(State state, StateWriter out) {
    out.putInt(state.count).putDouble(state.newest).putDouble(state.level).putDouble(state.slope);
    out.putDouble(state.levelVariance).putDouble(state.covariance).putDouble(state.slopeVariance);
  }

  @Override
  public State load(StateReader in) {
    State state = new State();
    state.count = in.getInt();
    state.newest = in.getDouble();
    state.level = in.getDouble();
    state.slope = in.getDouble();
    state.levelVariance = in.getDouble();
    state.covariance = in.getDouble();
    state.slopeVariance = in.getDouble();
    return state;
  }
}
