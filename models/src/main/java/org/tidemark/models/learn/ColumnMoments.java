package org.tidemark.models.learn;

import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.tidemark.models.Target;

/**
 * Number, mean and spread of the columns of a window, and how many of its labels and weights a fit
 * can use, from rows as {@link Standardised#numbers} makes them. One loop in Java: as an aggregate
 * over forty columns Spark ran the same outside its compiled loop, for seconds a window.
 *
 * <p>Spread by Welford's update, parts joined by Chan, Golub and LeVeque (1979); the formulas, and
 * so the bits of one part, are those of Spark's {@code avg} and {@code stddev_pop}.
 */
final class ColumnMoments implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int width;
  private final Target target;
  private final long[] counts;
  private final double[] sums;
  private final double[] averages;
  private final double[] squares;
  private long rows;
  private long labels;
  private long weights;

  ColumnMoments(int width, Target target) {
    this.width = width;
    this.target = target;
    this.counts = new long[width + 1]; // the label is the last column
    this.sums = new double[width + 1];
    this.averages = new double[width + 1];
    this.squares = new double[width + 1];
  }

  /** Takes one row: columns, label, weight. */
  void add(Row row) {
    rows++;
    if (!row.isNullAt(width) && fits(row.getDouble(width))) {
      labels++;
      add(width, row.getDouble(width));
    }
    if (!row.isNullAt(width + 1)) {
      double weight = row.getDouble(width + 1);
      weights += weight > 0 && Double.isFinite(weight) ? 1 : 0;
    }
    for (int j = 0; j < width; j++) {
      if (!row.isNullAt(j)) {
        add(j, row.getDouble(j));
      }
    }
  }

  private void add(int j, double value) {
    counts[j]++;
    sums[j] += value;
    double delta = value - averages[j];
    double step = delta / counts[j];
    averages[j] += step;
    squares[j] += delta * (delta - step);
  }

  private boolean fits(double label) {
    if (target instanceof Target.Regression) {
      return Double.isFinite(label);
    }
    int classes = target instanceof Target.MultiClass many ? many.classes() : 2;
    return label == Math.rint(label) && label >= 0 && label < classes;
  }

  /** Both parts together. */
  ColumnMoments and(ColumnMoments other) {
    ColumnMoments all = new ColumnMoments(width, target);
    all.rows = rows + other.rows;
    all.labels = labels + other.labels;
    all.weights = weights + other.weights;
    for (int j = 0; j <= width; j++) {
      long n = counts[j] + other.counts[j];
      double delta = other.averages[j] - averages[j];
      double step = n == 0 ? 0 : delta / n;
      all.counts[j] = n;
      all.sums[j] = sums[j] + other.sums[j];
      all.averages[j] = averages[j] + step * other.counts[j];
      all.squares[j] = squares[j] + other.squares[j] + delta * step * counts[j] * other.counts[j];
    }
    return all;
  }

  long rows() {
    return rows;
  }

  /** Rows whose label fits the target. */
  long labels() {
    return labels;
  }

  /** Rows whose weight is finite and above 0. */
  long weights() {
    return weights;
  }

  /** Mean of the labels that fit. */
  double labelMean() {
    return mean(width);
  }

  /** Population standard deviation of the labels that fit; 0 if they are all the same. */
  double labelDeviation() {
    return deviation(width);
  }

  /** Mean of the values that are there, 0 where there is none. */
  double mean(int column) {
    return counts[column] == 0 ? 0 : sums[column] / counts[column];
  }

  /** Population standard deviation of the values that are there, 0 where there is none. */
  double deviation(int column) {
    return counts[column] == 0 ? 0 : Math.sqrt(squares[column] / counts[column]);
  }
}
