package org.tidemark.market.simulate;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.tidemark.market.Aggressor;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/**
 * The events of one simulated instrument in order, made one bar at a time. Prices follow Glosten
 * and Milgrom (1985): each print moves the efficient price to where it printed, so there is no
 * bid-ask bounce that a learner could find. Quotes have their own random numbers: with or without
 * them the trades are the same.
 */
final class Tape implements Iterator<MarketEvent> {
  private static final double TICKS = 1e8;
  private static final double LOTS = 1e4;

  private final MarketModel model;
  private final InstrumentId instrument;
  private final SplitMix trades;
  private final SplitMix quotes;
  private final Weather weather;
  private final Signal signal = new Signal();
  private final long barNanos;
  private final long bars;
  private final boolean quoted;

  private long bar;
  private long offset;
  private double logPrice;
  private double price;
  private long[] times = new long[64];
  private int count;
  private int at;
  private Quote pending;
  private double sigma;
  private double perTrade;
  private double halfSpread;

  Tape(MarketModel model, InstrumentId instrument) {
    this.model = model;
    this.instrument = instrument;
    this.trades = SplitMix.of(model.seed(), instrument.value(), "trades");
    this.quotes = SplitMix.of(model.seed(), instrument.value(), "quotes");
    this.weather = new Weather(model, SplitMix.of(model.seed(), instrument.value(), "weather"));
    this.barNanos = model.barLength().toNanos();
    this.bars = model.bars();
    this.quoted = model.content() == MarketModel.Content.TRADES_AND_QUOTES;
    this.price = model.startPrice();
    this.logPrice = StrictMath.log(price);
  }

  @Override
  public boolean hasNext() {
    while (pending == null && at == count && bar < bars) {
      enterBar();
    }
    return pending != null || at < count;
  }

  @Override
  public MarketEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException(instrument + ": the simulated market is over");
    }
    if (pending != null) {
      MarketEvent quote = pending;
      pending = null;
      return quote;
    }
    return trade();
  }

  private void enterBar() {
    if (bar > 0) {
      signal.barEnded(price);
    }
    long open = model.startNanos() + bar * barNanos;
    bar++;
    count = 0;
    at = 0;
    weather.enter(open);
    if (weather.outage()) {
      return;
    }
    double expected = weather.trades();
    arrivals(open, expected);
    sigma = weather.volatility() / Math.sqrt(expected);
    perTrade = model.signalStrength() * signal.drift() * weather.volatility() / expected;
    halfSpread = weather.spread() / 2;
  }

  /** A Poisson stream of trades: exponential waits, in order. */
  private void arrivals(long open, double expected) {
    for (double when = pause(expected); when < 1; when += pause(expected)) {
      if (count == times.length) {
        times = java.util.Arrays.copyOf(times, 2 * count);
      }
      times[count++] = Math.min(open + (long) (when * barNanos), open + barNanos - 1);
    }
  }

  private double pause(double expected) {
    return -StrictMath.log(trades.uniform()) / expected;
  }

  private Trade trade() {
    long time = times[at++];
    double shock = trades.symmetric();
    double move = perTrade + sigma * shock;
    logPrice += move;
    price = ticks(StrictMath.exp(logPrice));
    double size = size(trades) * (0.5 + Math.abs(shock)); // large trades move the price further
    Trade trade =
        new Trade(
            instrument,
            offset++,
            time,
            price,
            lots(size),
            move > 0 ? Aggressor.BUY : Aggressor.SELL);
    if (quoted) {
      pending = quote(time);
    }
    return trade;
  }

  /** The quote after a trade, before the next one and within its bar; straddles the price. */
  private Quote quote(long time) {
    long room = (at < count ? times[at] : model.startNanos() + bar * barNanos - 1) - time;
    double bid = ticks(price * (1 - halfSpread));
    double ask = Math.max(ticks(price * (1 + halfSpread)), bid + 1 / TICKS);
    return new Quote(
        instrument,
        offset++,
        time + Math.min(room / 2, 1_000_000),
        bid,
        lots(size(quotes)),
        ask,
        lots(size(quotes)));
  }

  /** Heavy-tailed, mean near 0.2. */
  private static double size(SplitMix random) {
    return 0.05 / (random.uniform() + 0.02);
  }

  private static double lots(double size) {
    return Math.max(1, Math.rint(size * LOTS)) / LOTS;
  }

  private static double ticks(double price) {
    return Math.max(1, Math.rint(price * TICKS)) / TICKS;
  }
}
