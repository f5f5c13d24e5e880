package org.tidemark.features.causality;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.tidemark.market.Bar;

/** The little arithmetic that the zoo's columns share. */
final class Series {
  static final long HOUR = 3_600_000_000_000L;
  static final long DAY = 24 * HOUR;

  private Series() {}

  static double[] of(List<Bar> bars, ToDoubleFunction<Bar> value) {
    return bars.stream().mapToDouble(value).toArray();
  }

  static double[] each(int size, IntToDoubleFunction value) {
    double[] out = new double[size];
    Arrays.setAll(out, value);
    return out;
  }

  static double[] closes(List<Bar> bars) {
    return of(bars, Bar::close);
  }

  /** Mean of x[from, to); NaN when empty. */
  static double mean(double[] x, int from, int to) {
    return Arrays.stream(x, from, to).average().orElse(Double.NaN);
  }

  static double deviation(double[] x, int from, int to) {
    double mean = mean(x, from, to);
    return Math.sqrt(
        Arrays.stream(x, from, to).map(v -> (v - mean) * (v - mean)).average().orElse(Double.NaN));
  }

  /** Of the slope of a straight line through all values, by ordinary least squares. */
  static double tValue(double[] y) {
    double middle = (y.length - 1) / 2.0;
    double mean = mean(y, 0, y.length);
    double product = 0;
    double spread = 0;
    double total = 0;
    for (int i = 0; i < y.length; i++) {
      product += (i - middle) * (y[i] - mean);
      spread += (i - middle) * (i - middle);
      total += (y[i] - mean) * (y[i] - mean);
    }
    double slope = product / spread;
    double residuals = Math.max(1e-12 * total, total - slope * product);
    return total == 0 ? 0 : slope / Math.sqrt(residuals / (y.length - 2) / spread);
  }

  static double quantile(double[] x, int from, int to, double share) {
    double[] sorted = Arrays.copyOfRange(x, from, to);
    Arrays.sort(sorted);
    return sorted[(int) (share * (sorted.length - 1))];
  }

  static double share(double[] x, int from, int to, double below) {
    return Arrays.stream(x, from, to).filter(v -> v < below).count() / (double) (to - from);
  }

  /** The UTC day or hour that a bar lies in. */
  static long span(Bar bar, long length) {
    return Math.floorDiv(bar.openTimeNanos(), length);
  }

  /** First bar of the same span as bar i. */
  static int first(List<Bar> bars, int i, long length) {
    int at = i;
    while (at > 0 && span(bars.get(at - 1), length) == span(bars.get(i), length)) {
      at--;
    }
    return at;
  }

  /** First bar after the span of bar i. */
  static int end(List<Bar> bars, int i, long length) {
    int at = i + 1;
    while (at < bars.size() && span(bars.get(at), length) == span(bars.get(i), length)) {
      at++;
    }
    return at;
  }

  static double[] ema(double[] x, double weight) {
    double[] out = x.clone();
    for (int i = 1; i < x.length; i++) {
      out[i] = out[i - 1] + weight * (x[i] - out[i - 1]);
    }
    return out;
  }

  static double[] reversed(double[] x) {
    return each(x.length, i -> x[x.length - 1 - i]);
  }
}
