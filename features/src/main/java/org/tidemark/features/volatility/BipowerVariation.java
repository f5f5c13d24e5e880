package org.tidemark.features.volatility;

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
import org.tidemark.features.statistic.LogReturns;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/**
 * Volatility without jumps, and the share of the variance that jumps make.
 *
 * <p>Formula: over the last n = bars log returns, BV = (pi / 2) (n / (n - 1)) sum of |r[k]| |r[k +
 * 1]| and RV = sum of r[k]^2; outputs sqrt(BV) and max(0, 1 - BV / RV). Units: fraction over the
 * window; fraction. Zero division: RV 0: share 0. Source: Barndorff-Nielsen and Shephard 2004,
 * Journal of Financial Econometrics 2(1). Memory, readiness and a worked example: {@link #memory},
 * {@link #doc}. NaN only while not ready.
 *
 * @param bars number of returns
 */
public record BipowerVariation(int bars) implements WideBarFeature<LogReturns> {
  public BipowerVariation {
    if (bars < 2) {
      throw new IllegalArgumentException("bars = " + bars + " must be 2 or more");
    }
  }

  private double scale() {
    return StrictMath.PI / 2 * (bars / (bars - 1.0));
  }

  @Override
  public FeatureId id() {
    return new FeatureId("bipower_variation_" + bars, 1);
  }

  @Override
  public List<Output> outputs() {
    return List.of(
        new Output(
            "bipower_volatility_" + bars,
            "fraction over " + bars + " bars",
            "root of the bipower variation, which single jumps do not raise"),
        new Output("jump_share_" + bars, "fraction", "share of the realized variance by jumps"));
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars + 1);
  }

  @Override
  public FeatureDoc doc() {
    double r = StrictMath.log(1.1);
    return new FeatureDoc(
        List.of("issue 3", "issue 3"),
        "over the last n = bars log returns, BV = (pi / 2) (n / (n - 1)) sum of |r[k]| |r[k + 1]|,"
            + " RV = sum of r[k]^2: sqrt(BV) and max(0, 1 - BV / RV)",
        "RV 0: share 0",
        "Barndorff-Nielsen and Shephard 2004, Journal of Financial Econometrics 2(1)",
        Warmup.bars(bars + 1),
        Example.prices(
            List.of(Example.flat(bars - 1, 100), Example.flat(1, 110), Example.flat(1, 100)),
            "returns r and -r last, r = ln 1.1: BV = c r^2, RV = 2 r^2, c = pi / 2 n / (n - 1), n ="
                + " "
                + bars,
            r * StrictMath.sqrt(scale()),
            Math.max(0, 1 - scale() / 2)));
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
  public boolean isReady(LogReturns state) {
    return state.isFull();
  }

  @Override
  public double[] values(LogReturns state) {
    Window returns = state.window();
    double sum = 0;
    for (int age = bars - 2; age >= 0; age--) {
      sum += Math.abs(returns.ago(age + 1)) * Math.abs(returns.ago(age));
    }
    double bipower = scale() * sum;
    double realized = returns.sumOfSquares();
    return new double[] {
      StrictMath.sqrt(bipower), realized == 0 ? 0 : Math.max(0, 1 - bipower / realized)
    };
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
