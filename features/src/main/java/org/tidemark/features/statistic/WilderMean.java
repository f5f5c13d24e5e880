package org.tidemark.features.statistic;

import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;

/**
 * Wilder's smoothing, value = (value * (period - 1) + x) / period, seeded with the mean of the
 * first {@code period} values, as in TA-Lib's RSI, ATR and ADX.
 */
public final class WilderMean {
  private final int period;
  private int count;
  private double value;

  public WilderMean(int period) {
    this.period = period;
  }

  public void add(double x) {
    if (count < period) {
      // Holds the sum until the seed is complete.
      value += x;
      count++;
      if (count == period) {
        value /= period;
      }
    } else {
      value = (value * (period - 1) + x) / period;
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
    out.putInt(count).putDouble(value);
  }

  /** Reads what {@link #save} wrote. */
  public static WilderMean load(int period, StateReader in) {
    WilderMean mean = new WilderMean(period);
    mean.count = in.getInt();
    mean.value = in.getDouble();
    return mean;
  }
}
