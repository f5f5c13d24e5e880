package org.tidemark.features.statistic;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * The windows that end at each of the newest values of a column, one row for each. A statistic is
 * taken for all rows together: the oldest value of every window, then the next of every window, so
 * that a processor works on several rows at once. Each row adds oldest to newest, with the same
 * operations as {@link Window}, and so has the same bits.
 *
 * @param values the column; the window of row r is the {@code bars} places from {@code first + r}
 * @param first where the window of the first row begins
 * @param bars number of values of each window
 * @param rows number of windows
 */
public record Trailing(double[] values, int first, int bars, int rows) {
  private static final long ONE = Double.doubleToRawLongBits(1);

  /** The windows of {@code count} values that end {@code age} places before these. */
  public Trailing at(int age, int count) {
    return new Trailing(values, first + bars - age - count, count, rows);
  }

  /** Sums, oldest to newest. */
  public double[] sums() {
    double[] sums = new double[rows];
    int row = 0;
    for (; row + 8 <= rows; row += 8) {
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      double s4 = 0;
      double s5 = 0;
      double s6 = 0;
      double s7 = 0;
      for (int i = first + row; i < first + row + bars; i++) {
        s0 += values[i];
        s1 += values[i + 1];
        s2 += values[i + 2];
        s3 += values[i + 3];
        s4 += values[i + 4];
        s5 += values[i + 5];
        s6 += values[i + 6];
        s7 += values[i + 7];
      }
      sums[row] = s0;
      sums[row + 1] = s1;
      sums[row + 2] = s2;
      sums[row + 3] = s3;
      sums[row + 4] = s4;
      sums[row + 5] = s5;
      sums[row + 6] = s6;
      sums[row + 7] = s7;
    }
    for (; row < rows; row++) {
      sums[row] = sum(row);
    }
    return sums;
  }

  /** Sum of one row's window, oldest to newest. */
  public double sum(int row) {
    double sum = 0;
    for (int i = first + row; i < first + row + bars; i++) {
      sum += values[i];
    }
    return sum;
  }

  /** Sums of squares, oldest to newest. */
  public double[] sumsOfSquares() {
    double[] squares = new double[bars + rows - 1];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = values[first + i] * values[first + i];
    }
    return new Trailing(squares, 0, bars, rows).sums();
  }

  /** Sums of the products with the other's values at the same places, oldest to newest. */
  public double[] sumsAround(double[] oldest, Trailing other) {
    double[] sums = new double[rows];
    for (int i = 0; i < bars; i++) {
      int mine = first + i;
      int theirs = other.first + i;
      for (int r = 0; r < sums.length; r++) {
        sums[r] += (values[mine + r] - oldest[r]) * other.values[theirs + r];
      }
    }
    return sums;
  }

  /** A copy of the values of one row's window, oldest first. */
  public double[] ordered(int row) {
    return Arrays.copyOfRange(values, first + row, first + row + bars);
  }

  /** The oldest value of each window. */
  public double[] oldest() {
    return ago(bars - 1);
  }

  /** The value of each window that is {@code age} places before its newest. */
  public double[] ago(int age) {
    return Arrays.copyOfRange(values, first + bars - 1 - age, first + bars - 1 - age + rows);
  }

  /** Means, taken around the oldest value. */
  public double[] means() {
    double[] means = new double[rows];
    around(means, new double[rows]);
    for (int r = 0; r < rows; r++) {
      means[r] = values[first + r] + means[r] / bars;
    }
    return means;
  }

  /** Means with weights 1 (oldest) to bars (newest). */
  public double[] weightedMeans() {
    double[] oldest = oldest();
    double[] sums = new double[rows];
    for (int i = 0; i < bars; i++) {
      double weight = i + 1;
      int at = first + i;
      for (int r = 0; r < sums.length; r++) {
        sums[r] += weight * (values[at + r] - oldest[r]);
      }
    }
    double weights = bars * (bars + 1.0) / 2;
    for (int r = 0; r < sums.length; r++) {
      sums[r] = oldest[r] + sums[r] / weights;
    }
    return sums;
  }

  /** Standard deviations with divisor bars - 1. */
  public double[] sampleDeviations() {
    return deviations(bars - 1);
  }

  /** Standard deviations with divisor bars. */
  public double[] populationDeviations() {
    return deviations(bars);
  }

  private double[] deviations(int divisor) {
    double[] sums = new double[rows];
    double[] squares = new double[rows];
    around(sums, squares);
    for (int r = 0; r < rows; r++) {
      double distances = Math.max(0, squares[r] - sums[r] * sums[r] / bars);
      squares[r] = StrictMath.sqrt(distances / divisor);
    }
    return squares;
  }

  /** Sums of distances from each window's oldest value, and of their squares. */
  private void around(double[] sums, double[] squares) {
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      int at = first + row;
      double o0 = values[at];
      double o1 = values[at + 1];
      double o2 = values[at + 2];
      double o3 = values[at + 3];
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      double q0 = 0;
      double q1 = 0;
      double q2 = 0;
      double q3 = 0;
      for (int i = at; i < at + bars; i++) {
        double d0 = values[i] - o0;
        double d1 = values[i + 1] - o1;
        double d2 = values[i + 2] - o2;
        double d3 = values[i + 3] - o3;
        s0 += d0;
        s1 += d1;
        s2 += d2;
        s3 += d3;
        q0 += d0 * d0;
        q1 += d1 * d1;
        q2 += d2 * d2;
        q3 += d3 * d3;
      }
      sums[row] = s0;
      sums[row + 1] = s1;
      sums[row + 2] = s2;
      sums[row + 3] = s3;
      squares[row] = q0;
      squares[row + 1] = q1;
      squares[row + 2] = q2;
      squares[row + 3] = q3;
    }
    for (; row < rows; row++) {
      double oldest = values[first + row];
      for (int i = first + row; i < first + row + bars; i++) {
        double d = values[i] - oldest;
        sums[row] += d;
        squares[row] += d * d;
      }
    }
  }

  /** Mean distances from the centre of each row. */
  public double[] meanDistances(double[] centres) {
    double[] sums = new double[rows];
    for (int i = first; i < first + bars; i++) {
      for (int r = 0; r < sums.length; r++) {
        sums[r] += Math.abs(values[i + r] - centres[r]);
      }
    }
    for (int r = 0; r < sums.length; r++) {
      sums[r] /= bars;
    }
    return sums;
  }

  /**
   * The largest sum over an unbroken run of values above the limit of each row; 0 if there is none.
   * Values and limits are 0 or more.
   */
  public double[] largestRunsAbove(double[] limits) {
    long[] keys = keys();
    long[] limit = new long[rows];
    for (int r = 0; r < rows; r++) {
      limit[r] = Double.doubleToRawLongBits(limits[r]);
    }
    double[] runs = new double[rows];
    long[] largest = new long[rows];
    for (int i = 0; i < bars; i++) {
      int at = first + i;
      for (int r = 0; r < rows; r++) {
        // 1 above the limit, else 0: which of them cannot be predicted, so no branch.
        double above = Double.longBitsToDouble(((limit[r] - keys[i + r]) >> 63) & ONE);
        double run = (runs[r] + values[at + r]) * above;
        runs[r] = run;
        largest[r] = Math.max(largest[r], Double.doubleToRawLongBits(run));
      }
    }
    for (int r = 0; r < rows; r++) {
      runs[r] = Double.longBitsToDouble(largest[r]);
    }
    return runs;
  }

  public double[] maxima() {
    return extremes(Math::max);
  }

  public double[] minima() {
    return extremes(Math::min);
  }

  /** Extremes of 2, 4, 8, ... values, and of two such runs that cover the window. */
  private double[] extremes(DoubleBinaryOperator extreme) {
    double[] run = Arrays.copyOfRange(values, first, first + bars + rows - 1);
    int length = 1;
    for (; 2 * length <= bars; length *= 2) {
      for (int i = 0; i + length < run.length; i++) {
        run[i] = extreme.applyAsDouble(run[i], run[i + length]);
      }
    }
    double[] extremes = new double[rows];
    for (int r = 0; r < rows; r++) {
      extremes[r] = extreme.applyAsDouble(run[r], run[r + bars - length]);
    }
    return extremes;
  }

  /**
   * Average rank of the newest value among all, divided by their number.
   *
   * @throws IllegalArgumentException if a value is below 0 or NaN
   */
  public double[] ranks() {
    long[] keys = keys();
    double[] ranks = new double[rows];
    for (int r = 0; r < rows; r++) {
      long newest = keys[r + bars - 1];
      long less = 0;
      long more = 0;
      for (int i = r; i < r + bars; i++) {
        less += (keys[i] - newest) >>> 63;
        more += (newest - keys[i]) >>> 63;
      }
      long equal = bars - less - more;
      ranks[r] = (less + (equal + 1) / 2.0) / bars;
    }
    return ranks;
  }

  /** The bits of the values: for numbers of 0 or more they are in the order of the numbers. */
  private long[] keys() {
    long[] keys = new long[bars + rows - 1];
    for (int i = 0; i < keys.length; i++) {
      double value = values[first + i];
      if (!(value >= 0)) {
        throw new IllegalArgumentException(
            "several windows at a time are compared by bits, which needs values of 0 or more, not "
                + value);
      }
      keys[i] = Double.doubleToRawLongBits(value + 0.0);
    }
    return keys;
  }
}
