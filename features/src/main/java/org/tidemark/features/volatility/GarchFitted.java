package org.tidemark.features.volatility;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tidemark.features.BarFeature;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.LogReturns;
import org.tidemark.market.Bar;

/**
 * W09: GARCH(1,1) forecast of the next bar's volatility, with parameters estimated anew each day
 * from past returns.
 *
 * <p>Formula: sqrt(h), h = w + a r^2 + b h, r the bar's log return (mean 0). Before the first bar
 * that opens on a new UTC day counts, w, a and b are fitted by maximum likelihood to the last 1,000
 * returns, if there are 500, and h is run through these returns again; the parameters hold until
 * the next day. With fewer returns, all of them 0, or a search that does not converge, the
 * parameters are those of {@link Garch} (a = 0.10, b = 0.88, 60 % a year) and h goes on. Unit:
 * fraction per bar. Memory: unbounded. NaN until the first return. Source: Bollerslev 1986, Journal
 * of Econometrics 31(3); the estimate is {@link GarchFit}. A gap in time counts as one step.
 *
 * @param barLength length of a bar, which scales the fixed parameters
 */
public record GarchFitted(Duration barLength) implements BarFeature<GarchFitted.State> {
  private static final int RETURNS = 1_000;
  private static final int ENOUGH = 500;
  private static final double ALPHA = 0.10;
  private static final double BETA = 0.88;
  private static final double ANNUAL_VOLATILITY = 0.60;
  private static final double YEAR_SECONDS = 365.25 * 86_400;
  private static final long DAY_NANOS = Duration.ofDays(1).toNanos();

  /** Past returns, the day of the last bar, the parameters in force, and the forecast variance. */
  public static final class State {
    private final LogReturns returns;
    private long day = Long.MIN_VALUE;
    private int fits;
    private double omega;
    private double alpha;
    private double beta;
    private double variance;

    State(LogReturns returns) {
      this.returns = returns;
    }

    /** Number of accepted fits so far. */
    public int fits() {
      return fits;
    }
  }

  public GarchFitted {
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
        "garch_fitted_volatility",
        "fraction per bar",
        "GARCH(1,1) forecast of the next bar's volatility, fitted daily to past returns");
  }

  @Override
  public Memory memory() {
    return Memory.unbounded();
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "W09",
        "sqrt(h), h = w + a r^2 + b h, r = ln(C[0] / C[1]); at the first bar that opens on a new UTC"
            + " day, w, a, b are fitted by maximum likelihood (normal shocks, mean 0) to the last"
            + " 1,000 returns before it, if there are 500, and h is run through them; otherwise, or"
            + " if all are 0 or the search does not converge, a = 0.10, b = 0.88, w = (1 - a - b) v"
            + " and h goes on, at first from v, the variance of one bar at 60 % a year of 365.25"
            + " days",
        "none",
        "Bollerslev 1986, Journal of Econometrics 31(3); initial variance as in Python's arch",
        Warmup.bars(2),
        Example.prices(
            List.of(Example.flat(1, 100), Example.flat(1, 110)),
            "not fitted yet: sqrt(0.9 v + 0.1 ln(1.1)^2), v = 0.36 / 525960 for one-minute bars",
            0.0301499429));
  }

  @Override
  public State initial() {
    State state = new State(new LogReturns(RETURNS));
    fix(state);
    state.variance = longRunVariance();
    return state;
  }

  private void fix(State state) {
    state.alpha = ALPHA;
    state.beta = BETA;
    state.omega = (1 - ALPHA - BETA) * longRunVariance();
  }

  @Override
  public void onBar(State state, Bar bar) {
    long day = Math.floorDiv(bar.openTimeNanos(), DAY_NANOS);
    if (day != state.day && state.returns.window().size() >= ENOUGH) {
      estimate(state);
    }
    state.day = day;
    state.returns.add(bar.close());
    // The first bar has no return.
    if (state.returns.window().size() > 0) {
      double r = state.returns.window().newest();
      state.variance = state.omega + state.alpha * (r * r) + state.beta * state.variance;
    }
  }

  private void estimate(State state) {
    Optional<GarchFit> fit = GarchFit.of(state.returns.window().ordered());
    if (fit.isPresent()) {
      state.omega = fit.get().omega();
      state.alpha = fit.get().alpha();
      state.beta = fit.get().beta();
      state.variance = fit.get().nextVariance();
      state.fits++;
    } else {
      fix(state);
    }
  }

  @Override
  public double value(State state) {
    return state.returns.window().size() == 0 ? Double.NaN : StrictMath.sqrt(state.variance);
  }

  @Override
  public void save(State state, StateWriter out) {
    out.putLong(state.day).putInt(state.fits);
    out.putDouble(state.omega).putDouble(state.alpha).putDouble(state.beta);
    out.putDouble(state.variance);
    state.returns.save(out);
  }

  @Override
  public State load(StateReader in) {
    long day = in.getLong();
    int fits = in.getInt();
    double omega = in.getDouble();
    double alpha = in.getDouble();
    double beta = in.getDouble();
    double variance = in.getDouble();
    State state = new State(LogReturns.load(RETURNS, in));
    state.day = day;
    state.fits = fits;
    state.omega = omega;
    state.alpha = alpha;
    state.beta = beta;
    state.variance = variance;
    return state;
  }
}
