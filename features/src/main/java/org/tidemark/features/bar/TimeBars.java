package org.tidemark.features.bar;

import java.time.Duration;
import java.util.function.Consumer;
import org.tidemark.features.Sampler;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/**
 * Bars of a fixed length on a fixed UTC grid. Made of trades (price, size), of two-sided quotes
 * (mid, volume 0; crossed quotes too), or passed on from vendor bars of the same length. A bar
 * closes when the first event at or after its end arrives, so closing depends on the log and on no
 * clock. A span without a price makes no bar. One instrument is fed one kind of event.
 *
 * @param length of every bar; divides a day
 */
public record TimeBars(Duration length) implements Sampler<TimeBars.Open> {
  /** The bar in the making. */
  public static final class Open {
    private InstrumentId instrument;
    private long offset;
    private long openTimeNanos;
    private double open;
    private double high;
    private double low;
    private double close;
    private double volume;
    private boolean any;
  }

  public TimeBars {
    if (length.isNegative()
        || length.isZero()
        || Duration.ofDays(1).toNanos() % length.toNanos() != 0) {
      throw new IllegalArgumentException("bar length " + length + " must divide one day");
    }
  }

  /** Bars of that many seconds. */
  public static TimeBars ofSeconds(long seconds) {
    return new TimeBars(Duration.ofSeconds(seconds));
  }

  @Override
  public String id() {
    return "time-" + length.toSeconds() + "s";
  }

  @Override
  public Open initial() {
    return new Open();
  }

  @Override
  public void update(Open bar, MarketEvent event, Consumer<Bar> closed) {
    if (event instanceof Bar ready) {
      if (ready.durationNanos() != length.toNanos()) {
        throw new IllegalArgumentException(
            ready.instrument()
                + ": a bar of "
                + Duration.ofNanos(ready.durationNanos())
                + " cannot be sampled at "
                + length);
      }
      closed.accept(ready);
      return;
    }
    if (bar.any && event.eventTimeNanos() >= bar.openTimeNanos + length.toNanos()) {
      closed.accept(close(bar));
      bar.any = false;
    }
    if (event instanceof Trade trade) {
      add(bar, event, trade.price(), trade.size());
    } else if (event instanceof Quote quote && quote.isTwoSided()) {
      add(bar, event, quote.mid(), 0);
    }
  }

  private void add(Open bar, MarketEvent event, double price, double size) {
    if (!bar.any) {
      bar.any = true;
      bar.instrument = event.instrument();
      bar.openTimeNanos =
          Math.floorDiv(event.eventTimeNanos(), length.toNanos()) * length.toNanos();
      bar.open = price;
      bar.high = price;
      bar.low = price;
      bar.volume = 0;
    }
    bar.offset = event.offset();
    bar.high = Math.max(bar.high, price);
    bar.low = Math.min(bar.low, price);
    bar.close = price;
    bar.volume += size;
  }

  private Bar close(Open bar) {
    return new Bar(
        bar.instrument,
        bar.offset,
        bar.openTimeNanos + length.toNanos(),
        bar.openTimeNanos,
        bar.open,
        bar.high,
        bar.low,
        bar.close,
        bar.volume);
  }

  @Override
  public void save(Open bar, StateWriter out) {
    out.putInt(bar.any ? 1 : 0);
    if (bar.any) {
      out.putText(bar.instrument.value())
          .putLong(bar.offset)
          .putLong(bar.openTimeNanos)
          .putDouble(bar.open)
          .putDouble(bar.high)
          .putDouble(bar.low)
          .putDouble(bar.close)
          .putDouble(bar.volume);
    }
  }

  @Override
  public Open load(StateReader in) {
    Open bar = new Open();
    bar.any = in.getInt() == 1;
    if (bar.any) {
      bar.instrument = new InstrumentId(in.getText());
      bar.offset = in.getLong();
      bar.openTimeNanos = in.getLong();
      bar.open = in.getDouble();
      bar.high = in.getDouble();
      bar.low = in.getDouble();
      bar.close = in.getDouble();
      bar.volume = in.getDouble();
    }
    return bar;
  }
}
