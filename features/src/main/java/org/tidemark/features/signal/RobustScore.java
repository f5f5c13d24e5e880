package org.tidemark.features.signal;

import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.statistic.Median;
import org.tidemark.features.statistic.Trailing;
import org.tidemark.features.statistic.Window;

/**
 * H01: distance of a bar's number from its trailing median, in units that outliers do not stretch.
 *
 * <p>Formula: (x - median) / (1.4826 MAD) over bars, the newest included; MAD is the median
 * distance from the median. Where MAD is 0: (x - median) / (1.253314 mean distance from the
 * median). Both constants make the scale that of a normal sample. Unit: z-score. Zero division:
 * both scales 0: 0. Source: Iglewicz and Hoaglin 1993, "How to Detect and Handle Outliers". Memory,
 * readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param field which number
 * @param bars length of the window
 */
public record RobustScore(Field field, int bars) implements FieldFeature {
  private static final double MEDIAN_SCALE = 1.4826;
  private static final double MEAN_SCALE = 1.253314;

  public RobustScore {
    if (bars < 3) {
      throw new IllegalArgumentException("bars = " + bars + " must be 3 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        field.column() + "_robust_score_" + bars,
        "z-score",
        field.column() + " against median and median distance of the last " + bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "H01",
        "(x - median) / (1.4826 MAD) of x = "
            + field.column()
            + " over bars, MAD the median distance from the median; where MAD is 0, (x - median) /"
            + " (1.253314 mean distance from the median)",
        "both distances 0: 0",
        "Iglewicz and Hoaglin 1993, How to Detect and Handle Outliers",
        Warmup.bars(bars),
        Example.bars(
            field.step(bars - 1),
            (bars - 1) + " bars with " + field.column() + " 100, then one with 110",
            "MAD 0, mean distance 10 / n: n / 1.253314 with n = " + bars,
            bars / MEAN_SCALE));
  }

  @Override
  public double valueOf(Window window) {
    return score(window.ordered());
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    double[] values = new double[windows.rows()];
    for (int r = 0; r < values.length; r++) {
      values[r] = score(windows.ordered(r));
    }
    return values;
  }

  private static double score(double[] values) {
    double newest = values[values.length - 1];
    double median = Median.of(values);
    double scale = MEDIAN_SCALE * Median.distance(values, median);
    if (scale == 0) {
      double distances = 0;
      for (double value : values) {
        distances += Math.abs(value - median);
      }
      scale = MEAN_SCALE * (distances / values.length);
    }
    return scale == 0 ? 0 : (newest - median) / scale;
  }
}
