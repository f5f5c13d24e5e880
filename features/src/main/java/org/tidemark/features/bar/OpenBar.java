package org.tidemark.features.bar;

import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.Trade;

/**
 * A bar of trades in the making, and where the one before it ended.
 *
 * <p>Its span: it opens at its first trade's time, or where the bar before ended if that is later;
 * it ends at the first whole microsecond after its latest trade, because a span's end is exclusive
 * and tables keep microseconds. So bars never overlap and their ends rise by a microsecond or more,
 * even when one instant fills several of them or the venue's clock runs back.
 */
public final class OpenBar {
  private static final long MICRO = 1_000;

  private long lastEndNanos = Long.MIN_VALUE;
  private long trades;
  private InstrumentId instrument;
  private long offset;
  private long openTimeNanos;
  private long latestNanos;
  private double open;
  private double high;
  private double low;
  private double close;
  private double volume;
  private double value;

  OpenBar() {}

  void add(Trade trade) {
    double price = trade.price();
    if (trades == 0) {
      instrument = trade.instrument();
      openTimeNanos = Math.max(trade.eventTimeNanos(), lastEndNanos);
      latestNanos = openTimeNanos;
      open = price;
      high = price;
      low = price;
      volume = 0;
      value = 0;
    }
    trades++;
    offset = trade.offset();
    latestNanos = Math.max(latestNanos, trade.eventTimeNanos());
    high = Math.max(high, price);
    low = Math.min(low, price);
    close = price;
    volume += trade.size();
    value += price * trade.size();
  }

  boolean isEmpty() {
    return trades == 0;
  }

  /** Where the bar before this one ended; {@code Long.MIN_VALUE} before the first. */
  long lastEndNanos() {
    return lastEndNanos;
  }

  /** Number of trades. */
  long trades() {
    return trades;
  }

  /** Sum of sizes, in order of the trades. */
  double volume() {
    return volume;
  }

  /** Sum of price times size, in order of the trades. */
  double value() {
    return value;
  }

  /** The bar of these trades; the next begins with {@link #close()} only. */
  Bar soFar() {
    return soFar(openTimeNanos, endNanos());
  }

  /** The same over a span that is known beforehand. */
  Bar soFar(long from, long end) {
    return new Bar(instrument, offset, end, from, open, high, low, close, volume);
  }

  private long endNanos() {
    return (Math.floorDiv(latestNanos, MICRO) + 1) * MICRO;
  }

  /** The bar of these trades; then begins the next. */
  Bar close() {
    return close(openTimeNanos, endNanos());
  }

  /** The bar of these trades over a span that is known beforehand; then begins the next. */
  Bar close(long from, long end) {
    Bar bar = soFar(from, end);
    trades = 0;
    lastEndNanos = end;
    return bar;
  }

  void save(StateWriter out) {
    out.putLong(lastEndNanos).putLong(trades);
    if (trades > 0) {
      out.putText(instrument.value())
          .putLong(offset)
          .putLong(openTimeNanos)
          .putLong(latestNanos)
          .putDouble(open)
          .putDouble(high)
          .putDouble(low)
          .putDouble(close)
          .putDouble(volume)
          .putDouble(value);
    }
  }

  /** Reads what {@link #save} wrote. */
  static OpenBar load(StateReader in) {
    OpenBar bar = new OpenBar();
    bar.lastEndNanos = in.getLong();
    bar.trades = in.getLong();
    if (bar.trades > 0) {
      bar.instrument = new InstrumentId(in.getText());
      bar.offset = in.getLong();
      bar.openTimeNanos = in.getLong();
      bar.latestNanos = in.getLong();
      bar.open = in.getDouble();
      bar.high = in.getDouble();
      bar.low = in.getDouble();
      bar.close = in.getDouble();
      bar.volume = in.getDouble();
      bar.value = in.getDouble();
    }
    return bar;
  }
}
