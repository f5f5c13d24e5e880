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
 * W01: standard deviation of bar-to-bar log returns.
 *
 * <p>Formula: sample standard deviation (divisor bars - 1) of ln(C[k] / C[k+1]), k = 0 .. bars - 1;
 * not annualised. Unit: fraction per bar. Zero division: none. Source: close-to- close estimator
 * (Hull, Options, Futures, and Other Derivatives). Memory, readiness and a worked example: {@link
 * #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars number of returns
 */
public record HistoricalVolatility(int bars) implements ReturnsFeature {
  public HistoricalVolatility {
    if (bars < 2) {
      throw new IllegalArgumentException("bars = " + bars + " must be 2 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "historical_volatility_" + bars,
        "fraction per bar",
        "sample standard deviation of the last " + bars + " log returns");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars + 1);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "W01",
        "sample standard deviation (divisor bars - 1) of ln(C[k] / C[k+1]), k = 0 .. bars - 1; not"
            + " annualised",
        "none",
        "close-to-close estimator (Hull, Options, Futures, and Other Derivatives)",
        Warmup.bars(bars + 1),
        Example.prices(
            List.of(Example.turns(bars + 1, 100, 110)),
            "returns +-ln 1.1 in equal number: ln 1.1 sqrt(n / (n - 1)) with n = " + bars,
            0.09531017980432493 * StrictMath.sqrt(bars / (bars - 1.0))));
  }

  @Override
  public int length() {
    return bars;
  }

  @Override
  public double valueOf(Window returns) {
    return returns.sampleDeviation();
  }

  @Override
  public double[] valuesOf(Trailing returns) {
    return returns.sampleDeviations();
  }
}
