package org.tidemark.features.signal;

import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.statistic.Trailing;
import org.tidemark.features.statistic.Window;

/**
 * H01: distance of a bar's number from its trailing mean, in trailing standard deviations.
 *
 * <p>Formula: (x - mean) / sample standard deviation of x over bars, the newest included. Unit:
 * z-score. Zero division: all values equal: 0. Source: rolling-window normalisation; pandas
 * Series.rolling(bars).mean and .std. Memory, readiness and a worked example: {@link #memory},
 * {@link #doc}. NaN only while not ready.
 *
 * @param field which number
 * @param bars length of the window
 */
public record RollingZScore(Field field, int bars) implements FieldFeature {
  public RollingZScore {
    if (bars < 2) {
      throw new IllegalArgumentException("bars = " + bars + " must be 2 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        field.column() + "_z_score_" + bars,
        "z-score",
        field.column() + " against mean and standard deviation of the last " + bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "H01",
        "(x - mean) / sample standard deviation of x = " + field.column() + " over bars",
        "all values equal: 0",
        "rolling-window normalisation; pandas Series.rolling(bars).mean and .std",
        Warmup.bars(bars),
        Example.bars(
            field.step(bars - 1),
            (bars - 1) + " bars with " + field.column() + " 100, then one with 110",
            "one value apart from n - 1 equal ones: (n - 1) / sqrt(n) with n = " + bars,
            (bars - 1) / StrictMath.sqrt(bars)));
  }

  @Override
  public double valueOf(Window window) {
    return score(window.newest(), window.mean(), window.sampleDeviation());
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    double[] newest = windows.ago(0);
    double[] means = windows.means();
    double[] values = windows.sampleDeviations();
    for (int r = 0; r < values.length; r++) {
      values[r] = score(newest[r], means[r], values[r]);
    }
    return values;
  }

  private static double score(double newest, double mean, double deviation) {
    return deviation == 0 ? 0 : (newest - mean) / deviation;
  }
}
