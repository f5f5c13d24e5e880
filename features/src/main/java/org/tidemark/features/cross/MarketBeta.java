package org.tidemark.features.cross;

import org.tidemark.features.Output;

/**
 * How much the member moves when the others do.
 *
 * @param bars pairs of returns in the window
 */
public record MarketBeta(int bars) implements CrossFeature {
  public MarketBeta {
    if (bars < 2) {
      throw new IllegalArgumentException("a slope over " + bars + " returns needs 2 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "market_beta_" + bars,
        "ratio",
        "slope of own on market returns over the last " + bars + " bars");
  }

  @Override
  public int pairs() {
    return bars;
  }

  @Override
  public CrossDoc doc() {
    return new CrossDoc(
        "sum((r - mean r) (m - mean m)) / sum((m - mean m)^2) over the last bars pairs",
        "0 when the market did not move",
        "Sharpe (1963), Management Science 9, the market model; its index leaves the instrument"
            + " out, see market_return",
        new CrossExample(
            "A and B from 1, returns of A 0.02 and -0.01 in turn, of B 0.01 and -0.01, "
                + bars
                + " of each",
            CrossExample.returns(bars, new double[] {0.02, 0.01}, new double[] {-0.01, -0.01}),
            "A moves 0.03 when B moves 0.02",
            1.5));
  }

  @Override
  public double value(CrossView view) {
    return Moments.of(view, 0, bars).beta();
  }
}
