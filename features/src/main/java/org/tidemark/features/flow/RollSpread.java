package org.tidemark.features.flow;

import java.util.List;
import org.tidemark.features.BarFeature;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.LogReturns;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/**
 * Effective spread implied by the bounce of closes, from bars.
 *
 * <p>Formula: 2 sqrt(max(0, -cov(r[k], r[k + 1]))), sample covariance over the pairs of neighbours
 * among the last bars log returns of the close. Unit: fraction of the price. Zero division: none.
 * Source: Roll 1984, Journal of Finance 39(4), on log returns. Memory, readiness and a worked
 * example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars number of returns
 */
public record RollSpread(int bars) implements BarFeature<LogReturns> {
  public RollSpread {
    if (bars < 3) {
      throw new IllegalArgumentException("bars = " + bars + " must be 3 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "roll_spread_" + bars, "fraction", "spread implied by the serial covariance of returns");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars + 1);
  }

  @Override
  public FeatureDoc doc() {
    double pairs = bars - 1;
    // An odd number of pairs leaves one return of mean over.
    double squares = bars % 2 == 0 ? pairs - 1 / pairs : pairs;
    return FeatureDoc.of(
        "issue 3",
        "2 sqrt(max(0, -cov(r[k], r[k + 1]))), sample covariance over the pairs of neighbours among"
            + " the last bars log returns",
        "none",
        "Roll 1984, Journal of Finance 39(4), on log returns of bars",
        Warmup.bars(bars + 1),
        Example.prices(
            List.of(Example.turns(bars + 1, 100, 110)),
            "with m = "
                + (bars - 1)
                + " pairs of r and -r, r = ln 1.1, means r / m and -r / m: 2 r sqrt((m - 1 / m) /"
                + " (m - 1))",
            2 * StrictMath.log(1.1) * StrictMath.sqrt(squares / (pairs - 1))));
  }

  @Override
  public LogReturns initial() {
    return new LogReturns(bars);
  }

  @Override
  public void onBar(LogReturns state, Bar bar) {
    state.add(bar.close());
  }

  @Override
  public double value(LogReturns state) {
    if (!state.isFull()) {
      return Double.NaN;
    }
    Window returns = state.window();
    double base = returns.oldest();
    double sumBefore = 0;
    double sumAfter = 0;
    double products = 0;
    for (int age = bars - 2; age >= 0; age--) {
      double before = returns.ago(age + 1) - base;
      double after = returns.ago(age) - base;
      sumBefore += before;
      sumAfter += after;
      products += before * after;
    }
    int pairs = bars - 1;
    double covariance = (products - sumBefore * sumAfter / pairs) / (pairs - 1);
    return 2 * StrictMath.sqrt(Math.max(0, -covariance));
  }

  @Override
  public void save(LogReturns state, StateWriter out) {
    state.save(out);
  }

  @Override
  public LogReturns load(StateReader in) {
    return LogReturns.load(bars, in);
  }
}
