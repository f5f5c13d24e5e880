package org.tidemark.models.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tidemark.models.Target;

/**
 * How far predicted probabilities and observed shares agree: the reliability curve.
 *
 * @param bins those that hold rows, by probability
 */
public record Calibration(List<Bin> bins) {
  /** Bins behind {@link Metric#CALIBRATION_ERROR}. */
  public static final int STANDARD_BINS = 10;

  /**
   * Rows whose probability lies in {@code (from, to]}; the first bin holds its lower end too.
   *
   * @param n number of rows
   * @param meanProbability mean predicted probability of class 1
   * @param observedShare share of rows of class 1
   */
  public record Bin(double from, double to, long n, double meanProbability, double observedShare) {}

  public Calibration {
    bins = List.copyOf(bins);
  }

  /** Bins of equal width from 0 to 1; right for probabilities that use that whole range. */
  public static Calibration equallyWide(Predictions predictions, int bins) {
    double[] edges = new double[checked(bins) + 1];
    Arrays.setAll(edges, i -> (double) i / bins);
    return of(predictions, edges);
  }

  /**
   * Bins between quantiles of the probabilities (type 7), so about equally filled; right for market
   * models, whose probabilities crowd around one half.
   */
  public static Calibration equallyFilled(Predictions predictions, int bins) {
    double[] sorted = predictions.scores().clone();
    Arrays.sort(sorted);
    double[] edges = new double[checked(bins) + 1];
    for (int i = 0; i <= bins; i++) {
      double at = (double) i / bins * (sorted.length - 1);
      int low = (int) Math.floor(at);
      int high = Math.min(low + 1, sorted.length - 1);
      double step = sorted[high] - sorted[low];
      double fraction = at - low;
      edges[i] =
          fraction >= 0.5 ? sorted[high] - step * (1 - fraction) : sorted[low] + step * fraction;
    }
    return of(predictions, edges);
  }

  private static int checked(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("bins = " + bins + " must be 1 or more");
    }
    return bins;
  }

  private static Calibration of(Predictions p, double[] edges) {
    if (!(p.target() instanceof Target.Binary)) {
      throw new IllegalArgumentException(
          "calibration bins are defined for two classes, not for " + p.target());
    }
    int last = edges.length - 2;
    long[] n = new long[last + 1];
    double[] probability = new double[last + 1];
    double[] positive = new double[last + 1];
    for (int i = 0; i < p.rows(); i++) {
      int at = bin(edges, p.scores()[i]);
      n[at]++;
      probability[at] += p.scores()[i];
      positive[at] += p.labels()[i];
    }
    List<Bin> bins = new ArrayList<>();
    for (int k = 0; k <= last; k++) {
      if (n[k] > 0) {
        bins.add(new Bin(edges[k], edges[k + 1], n[k], probability[k] / n[k], positive[k] / n[k]));
      }
    }
    return new Calibration(bins);
  }

  /** The number of interior edges below the score. */
  private static int bin(double[] edges, double score) {
    int low = 1;
    int high = edges.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (edges[middle] < score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** Expected calibration error: row-weighted mean of |mean probability - observed share|. */
  public double error() {
    double sum = 0;
    long rows = 0;
    for (Bin bin : bins) {
      sum += bin.n() * Math.abs(bin.meanProbability() - bin.observedShare());
      rows += bin.n();
    }
    return sum / rows;
  }

  /**
   * Maximum calibration error: largest |mean probability - observed share| of a bin. A bin with few
   * rows counts as much as a full one.
   */
  public double maximumError() {
    double largest = 0;
    for (Bin bin : bins) {
      largest = Math.max(largest, Math.abs(bin.meanProbability() - bin.observedShare()));
    }
    return largest;
  }
}
