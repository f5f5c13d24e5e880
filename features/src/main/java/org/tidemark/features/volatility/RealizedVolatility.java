package org.tidemark.features.volatility;

import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.statistic.Trailing;
import org.tidemark.features.statistic.Window;

/**
 * W02: square root of the sum of squared log returns.
 *
 * <p>Formula: sqrt(sum of ln(C[k] / C[k+1])^2, k = 0 .. bars - 1). Unit: fraction per window. Zero
 * division: none. Source: Andersen, Bollerslev 1998. Memory, readiness and a worked example: {@link
 * #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars number of returns
 */
public record RealizedVolatility(int bars) implements ReturnsFeature {
  public RealizedVolatility {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "realized_volatility_" + bars,
        "fraction per window",
        "root of the sum of the last " + bars + " squared log returns");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars + 1);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "W02",
        "sqrt(sum of ln(C[k] / C[k+1])^2, k = 0 .. bars - 1)",
        "none",
        "Andersen, Bollerslev 1998",
        Warmup.bars(bars + 1),
        Example.prices(
            List.of(Example.turns(bars + 1, 100, 110)),
            "sqrt(n) ln 1.1 with n = " + bars,
            0.09531017980432493 * StrictMath.sqrt(bars)));
  }

  @Override
  public int length() {
    return bars;
  }

  @Override
  public double valueOf(Window returns) {
    return StrictMath.sqrt(returns.sumOfSquares());
  }

  @Override
  public double[] valuesOf(Trailing returns) {
    double[] values = returns.sumsOfSquares();
    for (int r = 0; r < values.length; r++) {
      values[r] = StrictMath.sqrt(values[r]);
    }
    return values;
  }
}
