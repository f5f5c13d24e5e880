package org.tidemark.features.volatility;

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
 * W09: GARCH(1,1) forecast of the next bar's volatility, with fixed parameters.
 *
 * <p>Formula: sqrt(h), h = w + a r^2 + b h, r the bar's log return (mean 0), a = 0.10, b = 0.88, w
 * = (1 - a - b) v, h starts at v; v is the variance of one bar at 60 % a year of 365.25 days. Unit:
 * fraction per bar. Memory: unbounded. NaN until the first return. Source: Bollerslev 1986, Journal
 * of Econometrics 31(3). A gap in time counts as one step.
 *
 * @param barLength length of a bar, which scales v
 */
public record Garch(Duration barLength) implements BarFeature<Garch.State> {
  private static final double ALPHA = 0.10;
  private static final double BETA = 0.88;
  private static final double ANNUAL_VOLATILITY = 0.60;
  private static final double YEAR_SECONDS = 365.25 * 86_400;

  /** The forecast variance and the last close. */
  public static final class State {
    private double variance = Double.NaN;
    private double close = Double.NaN;
  }

  public Garch {
    if (barLength.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("bar length " + barLength + " must be above 0");
    }
  }

  private double longRunVariance() {
    return ANNUAL_VOLATILITY * ANNUAL_VOLATILITY * (barLength.toNanos() / 1e9 / YEAR_SECONDS);
  }

  @Override
  public Output output() {
    return new Output(
        "garch_volatility", "fraction per bar", "GARCH(1,1) forecast of the next bar's volatility");
  }

  @Override
  public Memory memory() {
    return Memory.unbounded();
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "W09",
        "sqrt(h), h = w + a r^2 + b h, r = ln(C[0] / C[1]); a = 0.10, b = 0.88, w = (1 - a - b) v,"
            + " h starts at v, the variance of one bar at 60 % a year of 365.25 days; parameters"
            + " are fixed, not fitted",
        "none",
        "Bollerslev 1986, Journal of Econometrics 31(3)",
        Warmup.bars(2),
        Example.prices(
            List.of(Example.flat(1, 100), Example.flat(1, 110)),
            "sqrt(0.9 v + 0.1 ln(1.1)^2), v = 0.36 / 525960 for one-minute bars",
            0.0301499429));
  }

  @Override
  public State initial() {
    return new State();
  }

  @Override
  public void onBar(State state, Bar bar) {
    if (!Double.isNaN(state.close)) {
      double variance = Double.isNaN(state.variance) ? longRunVariance() : state.variance;
      double r = StrictMath.log(bar.close() / state.close);
      state.variance = (1 - ALPHA - BETA) * longRunVariance() + ALPHA * (r * r) + BETA * variance;
    }
    state.close = bar.close();
  }

  @Override
  public double value(State state) {
    return StrictMath.sqrt(state.variance);
  }

  @Override
  public void save(State state, StateWriter out) {
    out.putDouble(state.variance).putDouble(state.close);
  }

  @Override
  public State load(StateReader in) {
    State state = new State();
    state.variance = in.getDouble();
    state.close = in.getDouble();
    return state;
  }
}
