package org.tidemark.models.compare;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.tidemark.models.evaluate.BlockLength;
import org.tidemark.models.evaluate.Confidence;
import org.tidemark.models.evaluate.StationaryBootstrap;

/**
 * The difference of a figure of two series of the same times, with a bootstrap interval that keeps
 * them paired and their neighbours together.
 *
 * <p>Both series are drawn at the same positions by the stationary bootstrap, in blocks as long as
 * the series of differences asks for; the interval is the percentile one. Source: Politis and
 * Romano, Journal of the American Statistical Association 89 (1994) 1303-1313.
 *
 * @param difference figure of the first less that of the second; NaN where either is not defined
 * @param low lower end; NaN with fewer than {@value #FEWEST} times or where a tenth of the draws or
 *     more have no value
 * @param high upper end
 * @param blockLength mean length of a block, in observations
 */
public record DifferenceInterval(double difference, double low, double high, double blockLength) {
  /** Times below which no interval is given. */
  public static final int FEWEST = 16;

  private static final double DEFINED = 0.9;

  /** Of the means. */
  public static DifferenceInterval ofMeans(double[] first, double[] second, Confidence confidence) {
    return of(first, second, DifferenceInterval::mean, confidence);
  }

  /** Of mean / standard deviation (n - 1) per period, NaN for a constant series: Sharpe ratios. */
  public static DifferenceInterval ofSharpe(
      double[] first, double[] second, Confidence confidence) {
    return of(first, second, DifferenceInterval::sharpe, confidence);
  }

  /**
   * Of any figure of a series.
   *
   * @param first in order of time
   * @param second as many, of the same times
   * @param figure NaN where it is not defined
   */
  public static DifferenceInterval of(
      double[] first, double[] second, ToDoubleFunction<double[]> figure, Confidence confidence) {
    Sample a = Sample.of("first", first, 1);
    Sample b = Sample.of("second", second, 1);
    double[] differences = Sample.differences(first, second);
    double value = figure.applyAsDouble(a.values()) - figure.applyAsDouble(b.values());
    double block = BlockLength.automatic(differences);
    double[] sorted =
        Double.isNaN(value) || a.n() < FEWEST
            ? new double[0]
            : draws(first, second, figure, confidence, block);
    if (sorted.length == 0) {
      return new DifferenceInterval(value, Double.NaN, Double.NaN, block);
    }
    double outside = (1 - confidence.level()) / 2;
    return new DifferenceInterval(
        value,
        sorted[(int) Math.floor(outside * (sorted.length - 1))],
        sorted[(int) Math.ceil((1 - outside) * (sorted.length - 1))],
        block);
  }

  private static double[] draws(
      double[] first,
      double[] second,
      ToDoubleFunction<double[]> figure,
      Confidence confidence,
      double block) {
    SplittableRandom random = new SplittableRandom(confidence.seed());
    double[] out = new double[confidence.draws()];
    for (int d = 0; d < out.length; d++) {
      int[] at = StationaryBootstrap.draw(first.length, block, random);
      double[] a = Arrays.stream(at).mapToDouble(i -> first[i]).toArray();
      double[] b = Arrays.stream(at).mapToDouble(i -> second[i]).toArray();
      out[d] = figure.applyAsDouble(a) - figure.applyAsDouble(b);
    }
    double[] defined = Arrays.stream(out).filter(v -> !Double.isNaN(v)).sorted().toArray();
    return defined.length >= DEFINED * out.length ? defined : new double[0];
  }

  private static double mean(double[] values) {
    return Sample.of("series", values, 1).mean();
  }

  private static double sharpe(double[] values) {
    Sample sample = Sample.of("series", values, 1);
    double deviation = Math.sqrt(sample.variance());
    return deviation > 0 ? sample.mean() / deviation : Double.NaN;
  }
}
