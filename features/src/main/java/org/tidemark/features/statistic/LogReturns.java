package org.tidemark.features.statistic;

import java.util.Arrays;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;

/** The last {@code capacity} bar-to-bar log returns of the close. */
public final class LogReturns {
  private final Window window;
  private double previous = Double.NaN;

  public LogReturns(int capacity) {
    this(new Window(capacity));
  }

  private LogReturns(Window window) {
    this.window = window;
  }

  /** Takes the next close in. */
  public void add(double close) {
    if (!Double.isNaN(previous)) {
      window.add(Logarithm.of(close / previous));
    }
    previous = close;
  }

  /** Takes the closes of a block in, of which {@code returns} are the log returns but the first. */
  public void addAll(double[] closes, double[] returns, int count) {
    double[] all = Arrays.copyOf(returns, count);
    all[0] = Logarithm.of(closes[0] / previous);
    window.addAll(all, count);
    previous = closes[count - 1];
  }

  /** The returns, oldest first. */
  public Window window() {
    return window;
  }

  public boolean isFull() {
    return window.isFull();
  }

  public void save(StateWriter out) {
    out.putDouble(previous);
    window.save(out);
  }

  /** As {@link #save(StateWriter)} of the last {@code count} returns. */
  public void save(int count, StateWriter out) {
    out.putDouble(previous);
    window.save(count, out);
  }

  /** Reads what {@link #save} wrote. */
  public static LogReturns load(int capacity, StateReader in) {
    double previous = in.getDouble();
    LogReturns returns = new LogReturns(Window.load(capacity, in));
    returns.previous = previous;
    return returns;
  }
}
