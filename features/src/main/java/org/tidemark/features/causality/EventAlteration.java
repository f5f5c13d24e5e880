package org.tidemark.features.causality;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.FundingRate;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.Liquidation;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.OpenInterest;
import org.tidemark.market.Quote;
import org.tidemark.market.Sentiment;
import org.tidemark.market.Trade;

/**
 * Market events made different: prices and sizes are multiplied by up to e² either way, each on its
 * own, so that ratios, ranks and extremes all move.
 */
public final class EventAlteration implements Alteration<MarketEvent> {
  private static final double REACH = 2;

  @Override
  public Fact<MarketEvent> changed(Fact<MarketEvent> fact, SplittableRandom random) {
    return new Fact<>(
        fact.instrument(),
        fact.timeNanos(),
        fact.knownAtNanos(),
        event(fact.item(), fact.item().eventTimeNanos(), random));
  }

  @Override
  public Optional<Fact<MarketEvent>> between(
      Fact<MarketEvent> before, Fact<MarketEvent> next, long afterNanos, SplittableRandom random) {
    long earliest = Math.max(before.item().eventTimeNanos(), afterNanos);
    if (next.item() instanceof Bar bar) {
      long length = bar.durationNanos();
      long end = bar.openTimeNanos();
      if (end <= afterNanos || end - length < before.item().eventTimeNanos()) {
        return Optional.empty();
      }
      return Optional.of(fact(next, end, shifted(bar(bar, random), end, length)));
    }
    long time = earliest + (next.item().eventTimeNanos() - earliest) / 2;
    return time > afterNanos && time <= next.timeNanos()
        ? Optional.of(fact(next, time, event(next.item(), time, random)))
        : Optional.empty();
  }

  private static Fact<MarketEvent> fact(Fact<MarketEvent> like, long time, MarketEvent event) {
    return new Fact<>(like.instrument(), time, time, event);
  }

  private static Bar shifted(Bar bar, long end, long length) {
    return new Bar(
        bar.instrument(),
        bar.offset(),
        end,
        end - length,
        bar.open(),
        bar.high(),
        bar.low(),
        bar.close(),
        bar.volume());
  }

  /** The same kind of event with other contents; a bar keeps its own times. */
  private static MarketEvent event(MarketEvent event, long time, SplittableRandom random) {
    InstrumentId name = event.instrument();
    long offset = event.offset();
    if (event instanceof Bar b) {
      return bar(b, random);
    } else if (event instanceof Trade t) {
      return new Trade(
          name, offset, time, scaled(t.price(), random), size(t.size(), random), side(random));
    } else if (event instanceof Quote q) {
      return new Quote(
          name,
          offset,
          time,
          scaled(q.bid(), random),
          size(q.bidSize(), random),
          scaled(q.ask(), random),
          size(q.askSize(), random));
    } else if (event instanceof Book b) {
      double up = scaled(1, random); // one for all levels: their order in price stays
      return new Book(
          name, offset, time, levels(b.bids(), up, random), levels(b.asks(), up, random));
    } else if (event instanceof FundingRate f) {
      double rate = f.rate() + random.nextDouble(-1, 1);
      return new FundingRate(name, offset, time, rate, f.intervalNanos());
    } else if (event instanceof OpenInterest o) {
      return new OpenInterest(name, offset, time, size(o.value(), random));
    } else if (event instanceof Liquidation l) {
      return new Liquidation(name, offset, time, size(l.notional(), random), side(random));
    } else if (event instanceof Sentiment) {
      return new Sentiment(name, offset, time, random.nextDouble(-1, 1));
    }
    return new Heartbeat(name, offset, time);
  }

  private static Bar bar(Bar b, SplittableRandom random) {
    double open = scaled(b.open(), random);
    double close = scaled(b.close(), random);
    return new Bar(
        b.instrument(),
        b.offset(),
        b.eventTimeNanos(),
        b.openTimeNanos(),
        open,
        Math.max(open, close) * (1 + random.nextDouble()),
        Math.min(open, close) / (1 + random.nextDouble()),
        close,
        size(b.volume(), random));
  }

  private static List<Book.Level> levels(
      List<Book.Level> levels, double up, SplittableRandom random) {
    return levels.stream()
        .map(l -> new Book.Level(l.price() * up, size(l.size(), random)))
        .toList();
  }

  private static Aggressor side(SplittableRandom random) {
    return random.nextBoolean() ? Aggressor.BUY : Aggressor.SELL;
  }

  /** NaN, a side that was never quoted, stays NaN. */
  private static double scaled(double price, SplittableRandom random) {
    return price * StrictMath.exp(random.nextDouble(-REACH, REACH));
  }

  /** Zero moves too. */
  private static double size(double size, SplittableRandom random) {
    return scaled(size + 1, random);
  }
}
