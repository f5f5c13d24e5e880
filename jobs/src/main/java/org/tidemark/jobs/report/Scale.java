package org.tidemark.jobs.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear axis: the interval of values that it spans, the pixels that it spans, and its ticks at
 * 1, 2 or 5 times a power of ten.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}
 * @param from pixel of the low end
 * @param to pixel of the high end
 * @param step distance between ticks
 */
record Scale(double low, double high, double from, double to, double step) {

  /** An axis over exactly this interval. */
  static Scale over(double low, double high, double from, double to, int ticks) {
    double width = high > low ? high - low : Math.max(Math.abs(low), 1) * 0.1;
    double middle = (low + high) / 2;
    return new Scale(middle - width / 2, middle + width / 2, from, to, niceStep(width / ticks));
  }

  /** An axis that is widened so that both ends fall on a tick. */
  static Scale rounded(double low, double high, double from, double to, int ticks) {
    Scale plain = over(low, high, from, to, ticks);
    double step = plain.step;
    return new Scale(
        Math.floor(plain.low / step + 1e-9) * step,
        Math.ceil(plain.high / step - 1e-9) * step,
        from,
        to,
        step);
  }

  static double niceStep(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    return (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10) * power;
  }

  double at(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }

  /** Like {@link #at}, but never outside the axis. */
  double clamped(double value) {
    return at(Math.max(low, Math.min(high, value)));
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    long first = (long) Math.ceil(low / step - 1e-9);
    long last = (long) Math.floor(high / step + 1e-9);
    for (long i = first; i <= last; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  String label(double tick) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return Numbers.fixed(tick, decimals);
  }
}
