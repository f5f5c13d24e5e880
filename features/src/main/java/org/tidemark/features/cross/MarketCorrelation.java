package org.tidemark.features.cross;

import org.tidemark.features.Output;

/**
 * How closely the member moves with the others.
 *
 * @param bars pairs of returns in the window
 */
public record MarketCorrelation(int bars) implements CrossFeature {
  public MarketCorrelation {
    if (bars < 2) {
      throw new IllegalArgumentException("a correlation of " + bars + " returns needs 2 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "market_correlation_" + bars,
        "correlation",
        "correlation of own and market returns over the last " + bars + " bars");
  }

  @Override
  public int pairs() {
    return bars;
  }

  @Override
  public CrossDoc doc() {
    return new CrossDoc(
        "sum((r - mean r) (m - mean m)) / (sqrt(sum((r - mean r)^2)) sqrt(sum((m - mean m)^2)))"
            + " over the last bars pairs, held in [-1, 1] against rounding",
        "0 when either did not move",
        "Pearson (1895); market as in market_return",
        new CrossExample(
            "A and B from 1, returns of A 0.01, 0.01, -0.01, -0.01 in turn, of B 0.01, -0.01,"
                + " -0.01, -0.01, "
                + bars
                + " of each",
            CrossExample.returns(
                bars,
                new double[] {0.01, 0.01},
                new double[] {0.01, -0.01},
                new double[] {-0.01, -0.01},
                new double[] {-0.01, -0.01}),
            "in units of 0.01 and of four: mean of the products 0.5, of A 0, of B -0.5; spread of A"
                + " 1, of B sqrt(0.75); 0.5 / sqrt(0.75)",
            0.5 / StrictMath.sqrt(0.75)));
  }

  @Override
  public double value(CrossView view) {
    return Moments.of(view, 0, bars).correlation();
  }
}
