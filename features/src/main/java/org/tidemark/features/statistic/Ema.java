package org.tidemark.features.statistic;

import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;

/**
 * Exponential moving average with factor 2 / (period + 1), seeded with the mean of the first {@code
 * period} values, as in TA-Lib's EMA.
 */
public final class Ema {
  private final int period;
  private int count;
  private double first;
  private double sum;
  private double value;

  public Ema(int period) {
    this.period = period;
  }

  public void add(double x) {
    if (count < period) {
      if (count == 0) {
        first = x;
      }
      // Around the first value, so that equal values give exactly that value.
      sum += x - first;
      count++;
      value = first + sum / count;
    } else {
      value += (x - value) * (2.0 / (period + 1));
    }
  }

  /** Whether {@code period} values have been seen. */
  public boolean isReady() {
    return count == period;
  }

  public double value() {
    return value;
  }

  public void save(StateWriter out) {
    out.putInt(count).putDouble(first).putDouble(sum).putDouble(value);
  }

  /** Reads what {@link #save} wrote. */
  public static Ema load(int period, StateReader in) {
    Ema ema = new Ema(period);
    ema.count = in.getInt();
    ema.first = in.getDouble();
    ema.sum = in.getDouble();
    ema.value = in.getDouble();
    return ema;
  }
}
