package org.tidemark.features.volatility;

import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.LogReturns;
import org.tidemark.features.statistic.Trailing;
import org.tidemark.features.statistic.Window;

/**
 * W07: short-window over long-window volatility.
 *
 * <p>Formula: W01(short) / W01(long). Unit: ratio. Zero division: flat long window: 1. Source:
 * ratio of close-to-close estimators (W01). Memory, readiness and a worked example: {@link
 * #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param shortBars number of returns in the short window
 * @param longBars number of returns in the long window
 */
public record VolatilityRatio(int shortBars, int longBars) implements ReturnsFeature {
  public VolatilityRatio {
    if (shortBars < 2 || shortBars >= longBars) {
      throw new IllegalArgumentException(
          "windows " + shortBars + " and " + longBars + " must be 2 or more and rise");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "volatility_ratio_" + shortBars + "_" + longBars,
        "ratio",
        "historical volatility of the short window over that of the long one");
  }

  @Override
  public Memory memory() {
    return Memory.bars(longBars + 1);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "W07",
        "W01(short) / W01(long)",
        "flat long window: 1",
        "ratio of close-to-close estimators (W01)",
        Warmup.bars(longBars + 1),
        Example.prices(
            List.of(Example.turns(longBars + 1, 100, 110)),
            "sqrt(s / (s - 1)) / sqrt(l / (l - 1)) with s = " + shortBars + ", l = " + longBars,
            StrictMath.sqrt(shortBars / (shortBars - 1.0))
                / StrictMath.sqrt(longBars / (longBars - 1.0))));
  }

  @Override
  public int length() {
    return longBars;
  }

  @Override
  public double valueOf(Window returns) {
    return ratio(returns.sampleDeviation(shortBars), returns.sampleDeviation());
  }

  @Override
  public double[] valuesOf(Trailing returns) {
    double[] shorter = returns.at(0, shortBars).sampleDeviations();
    double[] values = returns.sampleDeviations();
    for (int r = 0; r < values.length; r++) {
      values[r] = ratio(shorter[r], values[r]);
    }
    return values;
  }

  private static double ratio(double shorter, double longer) {
    return longer == 0 ? 1 : shorter / longer;
  }

  /** Writes the short window first, as if it were kept by itself. */
  @Override
  public void save(LogReturns state, StateWriter out) {
    state.save(shortBars, out);
    state.save(out);
  }

  @Override
  public LogReturns load(StateReader in) {
    LogReturns.load(shortBars, in);
    return LogReturns.load(longBars, in);
  }
}
