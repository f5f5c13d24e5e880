package org.tidemark.features;

import org.tidemark.features.statistic.Logarithm;
import org.tidemark.market.Bar;

/**
 * Consecutive closed bars of one instrument as columns, so that a feature can take many of them in
 * at once. What several features derive from a bar is derived here, once. A block is input alone:
 * no state outlives it, and how a log is cut into blocks changes no bit of any row.
 *
 * <p>The columns are the block's own arrays, of which the first {@link #size} places count; readers
 * must not write to them.
 */
public final class BarBlock {
  /** The most bars of a block: enough for straight loops, few enough for a processor's cache. */
  public static final int CAPACITY = 64;

  private final Bar[] bars = new Bar[CAPACITY];
  private final double[] open = new double[CAPACITY];
  private final double[] high = new double[CAPACITY];
  private final double[] low = new double[CAPACITY];
  private final double[] close = new double[CAPACITY];
  private final double[] volume = new double[CAPACITY];
  private final double[] typical = new double[CAPACITY];
  private final double[] logReturn = new double[CAPACITY];
  private final double[] logRange = new double[CAPACITY];
  private int size;
  private int logReturns;
  private int logRanges;

  /** Appends the next bar. */
  public void add(Bar bar) {
    if (size == CAPACITY) {
      throw new IllegalStateException("a block holds " + CAPACITY + " bars; clear it first");
    }
    bars[size] = bar;
    open[size] = bar.open();
    high[size] = bar.high();
    low[size] = bar.low();
    close[size] = bar.close();
    volume[size] = bar.volume();
    typical[size] = (bar.high() + bar.low() + bar.close()) / 3;
    size++;
  }

  /** Forgets the bars. */
  public void clear() {
    size = 0;
    logReturns = 0;
    logRanges = 0;
  }

  /** Number of bars. */
  public int size() {
    return size;
  }

  public boolean isFull() {
    return size == CAPACITY;
  }

  public Bar bar(int at) {
    return bars[at];
  }

  public double[] open() {
    return open;
  }

  public double[] high() {
    return high;
  }

  public double[] low() {
    return low;
  }

  public double[] close() {
    return close;
  }

  public double[] volume() {
    return volume;
  }

  /** (high + low + close) / 3. */
  public double[] typical() {
    return typical;
  }

  /** ln(close / close of the bar before); the first is not known here and must not be read. */
  public double[] logReturn() {
    for (int i = Math.max(1, logReturns); i < size; i++) {
      logReturn[i] = Logarithm.of(close[i] / close[i - 1]);
    }
    logReturns = size;
    return logReturn;
  }

  /** ln(high / low). */
  public double[] logRange() {
    for (int i = logRanges; i < size; i++) {
      logRange[i] = Logarithm.of(high[i] / low[i]);
    }
    logRanges = size;
    return logRange;
  }
}
