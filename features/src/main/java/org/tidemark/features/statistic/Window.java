package org.tidemark.features.statistic;

import java.util.Arrays;
import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;

/**
 * The last {@code capacity} values. Every sum is taken anew, oldest to newest, so that a value does
 * not depend on where the window started its life.
 *
 * <p>The values stand side by side in an array with room for as many again; when its end is reached
 * they move to its front. So a sum is one straight loop.
 *
 * <p>A window {@link #ofCounts} also knows whether all its values are whole numbers, as shares are.
 * These add up exactly, in whatever order: the sum oldest to newest has the bits of a sum that is
 * taken in several parts at once, which is what it then does.
 */
public final class Window {
  /** Whole numbers up to this, and their differences, add up exactly in a window of MOST. */
  private static final double LARGEST = 0x1p31;

  private static final int MOST = 1 << 20;
  private static final int UNKNOWN = -1;

  private final int capacity;
  private double[] values;
  private int first;
  private int end;
  // How many values are no such whole numbers; unknown where nobody asks.
  private int fractions = UNKNOWN;

  public Window(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a window of " + capacity + " values must hold 1 or more");
    }
    this.capacity = capacity;
    this.values = new double[2 * capacity];
  }

  /** A window of numbers that are often whole, as volumes are: sums of whole ones are faster. */
  public static Window ofCounts(int capacity) {
    Window window = new Window(capacity);
    window.fractions = capacity <= MOST ? 0 : UNKNOWN;
    return window;
  }

  /** Appends a value; the oldest leaves a full window. */
  public void add(double value) {
    if (end - first == capacity) {
      if (fractions > 0 && !isWhole(values[first])) {
        fractions--;
      }
      first++;
    }
    if (fractions != UNKNOWN && !isWhole(value)) {
      fractions++;
    }
    if (end == values.length) {
      System.arraycopy(values, first, values, 0, end - first);
      end -= first;
      first = 0;
    }
    values[end++] = value;
  }

  /** Appends the first {@code count} of the values. */
  public void addAll(double[] more, int count) {
    if (values.length < 2 * capacity + count) {
      values = Arrays.copyOf(values, 2 * capacity + count);
    }
    if (end + count > values.length) {
      System.arraycopy(values, first, values, 0, end - first);
      end -= first;
      first = 0;
    }
    System.arraycopy(more, 0, values, end, count);
    end += count;
    first = Math.max(first, end - capacity);
    if (fractions != UNKNOWN) {
      fractions = 0;
      for (int i = first; i < end; i++) {
        fractions += isWhole(values[i]) ? 0 : 1;
      }
    }
  }

  private static boolean isWhole(double value) {
    return Math.abs(value) <= LARGEST && Math.rint(value) == value;
  }

  /** Whether it is known that all values are whole and add up exactly in whatever order. */
  public boolean isWhole() {
    return fractions == 0;
  }

  /**
   * The windows that ended at each of the newest {@code rows} values, where {@link #addAll} of at
   * least so many to a full window came last.
   */
  public Trailing trailing(int rows) {
    return new Trailing(values, end - capacity - rows + 1, capacity, rows);
  }

  public boolean isFull() {
    return end - first == capacity;
  }

  public int size() {
    return end - first;
  }

  /** The value {@code age} places before the newest. */
  public double ago(int age) {
    return values[end - 1 - age];
  }

  public double newest() {
    return values[end - 1];
  }

  public double oldest() {
    return values[first];
  }

  /** Sum, oldest to newest. */
  public double sum() {
    return sumBetween(first, end);
  }

  /** Sum of {@code count} values that end {@code age} places before the newest, oldest first. */
  public double sum(int age, int count) {
    return sumBetween(end - age - count, end - age);
  }

  private double sumBetween(int from, int to) {
    if (fractions == 0) {
      return wholeSum(from, to);
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum;
  }

  private double wholeSum(int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i + 4 <= to; i += 4) {
      s0 += values[i];
      s1 += values[i + 1];
      s2 += values[i + 2];
      s3 += values[i + 3];
    }
    for (; i < to; i++) {
      s0 += values[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Sum of squares, oldest to newest. */
  public double sumOfSquares() {
    double sum = 0;
    for (int i = first; i < end; i++) {
      sum += values[i] * values[i];
    }
    return sum;
  }

  /** Mean, taken around the oldest value so that equal values give exactly that value. */
  public double mean() {
    double oldest = values[first];
    if (fractions == 0) {
      return oldest + (wholeSum(first, end) - size() * oldest) / size();
    }
    double sum = 0;
    for (int i = first; i < end; i++) {
      sum += values[i] - oldest;
    }
    return oldest + sum / size();
  }

  /** Mean with weights 1 (oldest) to size (newest); exact for equal values. */
  public double weightedMean() {
    double sum = 0;
    double oldest = values[first];
    for (int i = first, weight = 1; i < end; i++, weight++) {
      sum += weight * (values[i] - oldest);
    }
    int size = size();
    return oldest + sum / (size * (size + 1.0) / 2);
  }

  /** Standard deviation with divisor size; exactly 0 for equal values. */
  public double populationDeviation() {
    return StrictMath.sqrt(squaredDistances(first) / size());
  }

  /** Standard deviation with divisor size - 1; exactly 0 for equal values. */
  public double sampleDeviation() {
    return sampleDeviation(size());
  }

  /** Standard deviation of the newest {@code count} values with divisor count - 1. */
  public double sampleDeviation(int count) {
    return StrictMath.sqrt(squaredDistances(end - count) / (count - 1));
  }

  /**
   * Sum of squared distances from the mean, in one pass around the oldest value. As that is one of
   * the values, (oldest - mean)^2 is at most this sum, so that little cancels.
   */
  private double squaredDistances(int from) {
    double sum = 0;
    double squares = 0;
    double oldest = values[from];
    for (int i = from; i < end; i++) {
      double d = values[i] - oldest;
      sum += d;
      squares += d * d;
    }
    return Math.max(0, squares - sum * sum / (end - from));
  }

  /** Mean distance from {@code centre}. */
  public double meanDistance(double centre) {
    double sum = 0;
    for (int i = first; i < end; i++) {
      sum += Math.abs(values[i] - centre);
    }
    return sum / size();
  }

  public double max() {
    double max = values[first];
    for (int i = first + 1; i < end; i++) {
      max = values[i] > max ? values[i] : max;
    }
    return max;
  }

  public double min() {
    double min = values[first];
    for (int i = first + 1; i < end; i++) {
      min = values[i] < min ? values[i] : min;
    }
    return min;
  }

  /** Average rank of the newest value among all, divided by their number: above 0, at most 1. */
  public double rank() {
    double newest = newest();
    int less = 0;
    int notMore = 0;
    for (int i = first; i < end; i++) {
      less += values[i] < newest ? 1 : 0;
      notMore += values[i] <= newest ? 1 : 0;
    }
    return (less + (notMore - less + 1) / 2.0) / size();
  }

  /** A copy of the values, oldest first. */
  public double[] ordered() {
    return Arrays.copyOfRange(values, first, end);
  }

  /** Copies the values, oldest first, into an array that has room for them. */
  public void copy(double[] into) {
    System.arraycopy(values, first, into, 0, end - first);
  }

  /** Writes the values oldest first, so that equal windows give equal bytes. */
  public void save(StateWriter out) {
    out.putDoubles(ordered());
  }

  /** As {@link #save(StateWriter)} of a window that holds at most {@code count} values. */
  public void save(int count, StateWriter out) {
    out.putDoubles(Arrays.copyOfRange(values, Math.max(first, end - count), end));
  }

  /** Reads what {@link #save} wrote. */
  public static Window load(int capacity, StateReader in) {
    double[] ordered = in.getDoubles();
    if (ordered.length > capacity) {
      throw tooMany(capacity, ordered.length);
    }
    return filled(new Window(capacity), ordered);
  }

  /** The same as a window {@link #ofCounts}. */
  public static Window loadCounts(int capacity, StateReader in) {
    double[] ordered = in.getDoubles();
    if (ordered.length > capacity) {
      throw tooMany(capacity, ordered.length);
    }
    return filled(ofCounts(capacity), ordered);
  }

  private static StateException tooMany(int capacity, int stored) {
    return new StateException(
        "a window of " + capacity + " values cannot take the stored " + stored);
  }

  private static Window filled(Window window, double[] ordered) {
    for (double value : ordered) {
      window.add(value);
    }
    return window;
  }
}
