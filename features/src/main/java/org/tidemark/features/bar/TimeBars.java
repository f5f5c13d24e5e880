package org.tidemark.features.bar;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.tidemark.features.Sampler;
import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/**
 * Bars of a fixed length on a fixed UTC grid. A bar closes when the first event at or after its end
 * arrives, of whatever kind, so closing depends on the log and on no clock. A span without a price
 * makes no bar.
 *
 * <p>Prices come from the highest kind of event that the log has shown so far: vendor bars of this
 * length, passed on as they are; below them trades (price, size); below them two-sided quotes (mid,
 * volume 0; crossed quotes too). Once a higher kind is seen the lower ones make no prices any more,
 * for good. A bar is made of one kind: an open bar that ended before the higher kind's first event
 * closes as usual; one that has not ended is dropped, and its span is made of the higher kind
 * alone. Ends rise: a vendor bar that ends no later than the last bar given is dropped, so that a
 * span never gives two. Vendor bars of another length make no price; like any event they close what
 * has ended.
 *
 * @param length of every bar; divides a day
 */
public record TimeBars(Duration length) implements Sampler<TimeBars.Open> {
  /** Where prices come from, lowest first. */
  private enum Source {
    NONE,
    QUOTES,
    TRADES,
    BARS
  }

  /** The source of prices, the bar in the making, and the end of the last bar given. */
  public static final class Open {
    private Source source = Source.NONE;
    private long givenUntilNanos = Long.MIN_VALUE;
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

  /** Ends in the version of the rule that makes bars; it rises when any bar may change. */
  @Override
  public String id() {
    boolean whole = length.toNanosPart() == 0;
    return "time-" + (whole ? length.toSeconds() + "s" : length.toNanos() + "ns") + "@2";
  }

  @Override
  public Open initial() {
    return new Open();
  }

  @Override
  public void update(Open bar, MarketEvent event, Consumer<Bar> closed) {
    if (event instanceof Bar ready && ready.durationNanos() == length.toNanos()) {
      pass(bar, ready, closed);
      return;
    }
    if (bar.any && event.eventTimeNanos() >= bar.openTimeNanos + length.toNanos()) {
      close(bar, closed);
    }
    if (event instanceof Trade trade) {
      if (comesFrom(bar, Source.TRADES)) {
        add(bar, event, trade.price(), trade.size());
      }
    } else if (event instanceof Quote quote
        && quote.isTwoSided()
        && comesFrom(bar, Source.QUOTES)) {
      add(bar, event, quote.mid(), 0);
    }
  }

  /** Passes a vendor bar on; the first one ends a bar of a lower kind. */
  private void pass(Open bar, Bar ready, Consumer<Bar> closed) {
    if (bar.source != Source.BARS) {
      if (bar.any && bar.openTimeNanos + length.toNanos() <= ready.openTimeNanos()) {
        close(bar, closed);
      }
      comesFrom(bar, Source.BARS);
    }
    if (ready.eventTimeNanos() > bar.givenUntilNanos) {
      bar.givenUntilNanos = ready.eventTimeNanos();
      closed.accept(ready);
    }
  }

  /** Whether this kind makes prices now; drops the open bar when it is the first of its kind. */
  private static boolean comesFrom(Open bar, Source kind) {
    if (kind.compareTo(bar.source) > 0) {
      bar.source = kind;
      bar.any = false;
    }
    return kind == bar.source;
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

  private void close(Open bar, Consumer<Bar> closed) {
    bar.any = false;
    bar.givenUntilNanos = bar.openTimeNanos + length.toNanos();
    closed.accept(made(bar));
  }

  /** A bar that is made here; a vendor bar is complete as it comes. */
  @Override
  public Optional<Bar> soFar(Open bar) {
    return bar.any ? Optional.of(made(bar)) : Optional.empty();
  }

  private Bar made(Open bar) {
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
    out.putInt(bar.source.ordinal()).putLong(bar.givenUntilNanos).putInt(bar.any ? 1 : 0);
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
    int source = in.getInt();
    if (source < 0 || source >= Source.values().length) {
      throw new StateException("unknown source of prices " + source + " in a stored state");
    }
    bar.source = Source.values()[source];
    bar.givenUntilNanos = in.getLong();
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
