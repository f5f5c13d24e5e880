package org.tidemark.features.statistic;

import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;

/**
 * The last {@code capacity} values. Every sum is taken anew, oldest to newest, so that a value does
 * not depend on where the window started its life.
 */
public final class Window {
  private final double[] values;
  private int next;
  private int size;

  public Window(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a window of " + capacity + " values must hold 1 or more");
    }
    this.values = new double[capacity];
  }

  /** Appends a value; the oldest leaves a full window. */
  public void add(double value) {
    values[next] = value;
    next = next + 1 == values.length ? 0 : next + 1;
    if (size < values.length) {
      size++;
    }
  }

  public boolean isFull() {
    return size == values.length;
  }

  public int size() {
    return size;
  }

  /** The value {@code age} places before the newest. */
  public double ago(int age) {
    int at = next - 1 - age;
    return values[at < 0 ? at + values.length : at];
  }

  public double newest() {
    return ago(0);
  }

  public double oldest() {
    return values[first()];
  }

  private int first() {
    return size < values.length ? 0 : next;
  }

  /** Sum, oldest to newest. */
  public double sum() {
    double sum = 0;
    int first = first();
    int end = first == 0 ? size : values.length;
    for (int i = first; i < end; i++) {
      sum += values[i];
    }
    for (int i = 0; i < first; i++) {
      sum += values[i];
    }
    return sum;
  }

  /** Sum of {@code count} values that end {@code age} places before the newest, oldest first. */
  public double sum(int age, int count) {
    double sum = 0;
    for (int i = age + count - 1; i >= age; i--) {
      sum += ago(i);
    }
    return sum;
  }

  /** Sum of squares, oldest to newest. */
  public double sumOfSquares() {
    double sum = 0;
    int first = first();
    int end = first == 0 ? size : values.length;
    for (int i = first; i < end; i++) {
      sum += values[i] * values[i];
    }
    for (int i = 0; i < first; i++) {
      sum += values[i] * values[i];
    }
    return sum;
  }

  /** Mean, taken around the oldest value so that equal values give exactly that value. */
  public double mean() {
    double sum = 0;
    int first = first();
    double oldest = values[first];
    int end = first == 0 ? size : values.length;
    for (int i = first; i < end; i++) {
      sum += values[i] - oldest;
    }
    for (int i = 0; i < first; i++) {
      sum += values[i] - oldest;
    }
    return oldest + sum / size;
  }

  /** Mean with weights 1 (oldest) to size (newest); exact for equal values. */
  public double weightedMean() {
    double sum = 0;
    int first = first();
    double oldest = values[first];
    int weight = 0;
    int end = first == 0 ? size : values.length;
    for (int i = first; i < end; i++) {
      sum += ++weight * (values[i] - oldest);
    }
    for (int i = 0; i < first; i++) {
      sum += ++weight * (values[i] - oldest);
    }
    return oldest + sum / (size * (size + 1.0) / 2);
  }

  /** Standard deviation with divisor size; exactly 0 for equal values. */
  public double populationDeviation() {
    return StrictMath.sqrt(squaredDistances() / size);
  }

  /** Standard deviation with divisor size - 1; exactly 0 for equal values. */
  public double sampleDeviation() {
    return StrictMath.sqrt(squaredDistances() / (size - 1));
  }

  /**
   * Sum of squared distances from the mean, in one pass around the oldest value. As that is one of
   * the values, (oldest - mean)^2 is at most this sum, so that little cancels.
   */
  private double squaredDistances() {
    double sum = 0;
    double squares = 0;
    int first = first();
    double oldest = values[first];
    int end = first == 0 ? size : values.length;
    for (int i = first; i < end; i++) {
      double d = values[i] - oldest;
      sum += d;
      squares += d * d;
    }
    for (int i = 0; i < first; i++) {
      double d = values[i] - oldest;
      sum += d;
      squares += d * d;
    }
    return Math.max(0, squares - sum * sum / size);
  }

  /** Mean distance from {@code centre}. */
  public double meanDistance(double centre) {
    double sum = 0;
    int first = first();
    int end = first == 0 ? size : values.length;
    for (int i = first; i < end; i++) {
      sum += Math.abs(values[i] - centre);
    }
    for (int i = 0; i < first; i++) {
      sum += Math.abs(values[i] - centre);
    }
    return sum / size;
  }

  public double max() {
    double max = values[0];
    for (int i = 1; i < size; i++) {
      max = values[i] > max ? values[i] : max;
    }
    return max;
  }

  public double min() {
    double min = values[0];
    for (int i = 1; i < size; i++) {
      min = values[i] < min ? values[i] : min;
    }
    return min;
  }

  /** Average rank of the newest value among all, divided by their number: above 0, at most 1. */
  public double rank() {
    double newest = newest();
    int less = 0;
    int equal = 0;
    for (int i = 0; i < size; i++) {
      less += values[i] < newest ? 1 : 0;
      equal += values[i] == newest ? 1 : 0;
    }
    return (less + (equal + 1) / 2.0) / size;
  }

  /** A copy of the values, oldest first. */
  public double[] ordered() {
    double[] ordered = new double[size];
    for (int i = 0; i < size; i++) {
      ordered[i] = ago(size - 1 - i);
    }
    return ordered;
  }

  /** Writes the values oldest first, so that equal windows give equal bytes. */
  public void save(StateWriter out) {
    out.putDoubles(ordered());
  }

  /** Reads what {@link #save} wrote. */
  public static Window load(int capacity, StateReader in) {
    double[] ordered = in.getDoubles();
    if (ordered.length > capacity) {
      throw new StateException(
          "a window of " + capacity + " values cannot take the stored " + ordered.length);
    }
    Window window = new Window(capacity);
    for (double value : ordered) {
      window.add(value);
    }
    return window;
  }
}
