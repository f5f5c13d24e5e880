package org.tidemark.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/**
 * Seeded random logs of one instrument: the bars of a {@link BarGenerator} with trades, quotes and
 * books before each, in rising offset and time. Stretches lack one kind or another, trades come
 * with and without a side, quotes and books also one-sided, crossed, locked, empty and without
 * sizes.
 */
public record EventGenerator(BarGenerator generator) {
  private static final double TICK = 0.01;

  /** A log with that many bars; the last event is a bar. */
  public List<MarketEvent> events(SplittableRandom random, int count) {
    return between(random, generator.bars(random, count));
  }

  /** A log with that many bars, the first of which opens at {@code openNanos}. */
  public List<MarketEvent> events(SplittableRandom random, int count, long openNanos) {
    return between(random, generator.bars(random, count, openNanos));
  }

  private List<MarketEvent> between(SplittableRandom random, List<Bar> bars) {
    List<MarketEvent> events = new ArrayList<>();
    boolean trades = random.nextBoolean();
    boolean quotes = random.nextBoolean();
    boolean books = !quotes;
    for (Bar bar : bars) {
      if (random.nextInt(50) == 0) {
        trades = random.nextBoolean();
        quotes = random.nextBoolean();
        books = random.nextInt(3) == 0;
      }
      long time = bar.openTimeNanos();
      int inside = random.nextInt(4);
      for (int i = 0; i < inside; i++) {
        time += random.nextLong(bar.durationNanos() / 5);
        if (trades) {
          events.add(trade(random, bar, events.size(), time));
        }
        if (quotes) {
          events.add(quote(random, bar, events.size(), time));
        }
        if (books) {
          events.add(book(random, bar, events.size(), time));
        }
      }
      events.add(at(bar, events.size()));
    }
    return events;
  }

  private static Bar at(Bar b, long offset) {
    return new Bar(
        b.instrument(),
        offset,
        b.eventTimeNanos(),
        b.openTimeNanos(),
        b.open(),
        b.high(),
        b.low(),
        b.close(),
        b.volume());
  }

  private static Trade trade(SplittableRandom random, Bar bar, long offset, long time) {
    double size = random.nextInt(6) == 0 ? 0 : random.nextDouble(0.001, 20);
    Aggressor side = Aggressor.values()[random.nextInt(3)];
    return new Trade(bar.instrument(), offset, time, bar.close(), size, side);
  }

  private static Quote quote(SplittableRandom random, Bar bar, long offset, long time) {
    double bid = Math.max(TICK, bar.close() - TICK * random.nextInt(5));
    double ask = bid + TICK * random.nextInt(8);
    return switch (random.nextInt(8)) {
      case 0 -> new Quote(bar.instrument(), offset, time, bid, 3, Double.NaN, 0);
      case 1 -> new Quote(bar.instrument(), offset, time, Double.NaN, 0, ask, 4);
      case 2 -> new Quote(bar.instrument(), offset, time, ask + TICK, 5, bid, 6);
      case 3 -> new Quote(bar.instrument(), offset, time, bid, 0, ask, 0);
      default -> new Quote(bar.instrument(), offset, time, bid, size(random), ask, size(random));
    };
  }

  private static Book book(SplittableRandom random, Bar bar, long offset, long time) {
    double bid = Math.max(TICK, bar.close() - TICK * random.nextInt(5));
    double ask = bid + TICK * (random.nextInt(8) - (random.nextInt(8) == 0 ? 9 : 0));
    return new Book(
        bar.instrument(),
        offset,
        time,
        side(random, bid, -TICK),
        side(random, Math.max(TICK, ask), TICK));
  }

  private static List<Book.Level> side(SplittableRandom random, double best, double step) {
    List<Book.Level> levels = new ArrayList<>();
    double price = best;
    int depth = random.nextInt(8) == 0 ? 0 : random.nextInt(1, 15);
    while (levels.size() < depth && price > 0) {
      levels.add(new Book.Level(price, size(random)));
      price += step * random.nextInt(1, 4);
    }
    return levels;
  }

  private static double size(SplittableRandom random) {
    return random.nextInt(12) == 0 ? 0 : random.nextInt(1, 500) / 8.0;
  }
}
