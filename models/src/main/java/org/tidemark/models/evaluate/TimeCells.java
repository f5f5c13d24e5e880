package org.tidemark.models.evaluate;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Rows gathered into cells of time as long as a label, so that errors can be judged by cell.
 *
 * <p>Labels overlap (a 15-minute label on every minute shares 14 minutes with the next) and rows of
 * several instruments move together; taken as independent they would give intervals several times
 * too narrow. A cell holds all rows of all instruments within one label length (the 0.9 quantile of
 * the label spans), so two neighbouring cells still share labels and cells further apart do not.
 * The sums over cells of a metric's influence then form a short-memory series, whose long-run
 * variance is the stationary bootstrap's, with mean blocks of at least {@value #SHORTEST_BLOCK}
 * cells or longer where {@link BlockLength} asks for it. The interval uses Student's t with as many
 * degrees of freedom as there are blocks, less one.
 */
final class TimeCells {
  /** Cells per block at least: with fewer, cutting blocks loses too much of the overlap. */
  static final int SHORTEST_BLOCK = 4;

  /** Cells below which no interval is given. */
  static final int FEWEST_CELLS = 16;

  private final int[] firstRow;
  private final int rows;

  private TimeCells(int[] firstRow, int rows) {
    this.firstRow = firstRow;
    this.rows = rows;
  }

  static TimeCells of(Predictions p) {
    long[] spans = new long[p.rows()];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = p.spanEndNanos()[i] - p.eventTimeNanos()[i];
    }
    Arrays.sort(spans);
    long length = spans[(int) (0.9 * (spans.length - 1))];
    long start = p.eventTimeNanos()[0];
    int[] first = new int[p.rows()];
    int count = 0;
    long current = -1;
    for (int i = 0; i < p.rows(); i++) {
      long cell = (p.eventTimeNanos()[i] - start) / length;
      if (cell != current) {
        first[count++] = i; // cells without rows (a closed market) are left out
        current = cell;
      }
    }
    return new TimeCells(Arrays.copyOf(first, count), p.rows());
  }

  int count() {
    return firstRow.length;
  }

  /** The metric with its interval at {@code level}, within the metric's range. */
  MetricValue interval(Metric metric, Estimate estimate, double level) {
    return interval(metric.id(), estimate, level, metric::clamp);
  }

  /** The same of a quantity by its name, with what keeps a value within its range. */
  MetricValue interval(
      String id, Estimate estimate, double level, DoubleUnaryOperator withinRange) {
    double value = estimate.value();
    if (Double.isNaN(value) || count() < FEWEST_CELLS) {
      return new MetricValue(id, value, Double.NaN, Double.NaN, rows);
    }
    double half = halfWidth(estimate.influence(), level);
    return new MetricValue(
        id,
        value,
        withinRange.applyAsDouble(value - half),
        withinRange.applyAsDouble(value + half),
        rows);
  }

  private double halfWidth(double[] influence, double level) {
    int cells = count();
    double[] sums = new double[cells];
    for (int c = 0; c < cells; c++) {
      int end = c + 1 < cells ? firstRow[c + 1] : rows;
      for (int i = firstRow[c]; i < end; i++) {
        sums[c] += influence[i];
      }
    }
    double block = Math.min(cells / 4.0, Math.max(SHORTEST_BLOCK, BlockLength.automatic(sums)));
    double blocks = cells / block;
    double variance = StationaryBootstrap.varianceOfMean(sums, block) * blocks / (blocks - 1);
    double quantile = TDistribution.of(blocks - 1).inverseCumulativeProbability((1 + level) / 2);
    return quantile * Math.sqrt(variance) * cells / rows;
  }
}
