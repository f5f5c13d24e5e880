package org.tidemark.models;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;
import org.tidemark.market.simulate.MarketModel;

/** The trades of one small simulated market, in order, to be tampered with after an instant. */
record TapeOfTrades(List<Trade> trades) {
  private static final int DAYS = 2;
  private static final double TRADES_PER_MINUTE = 3;
  private static final long ANOTHER_MARKET = 1_000_000;

  static TapeOfTrades simulated(long seed) {
    MarketModel standard = MarketModel.standard(seed);
    Iterator<MarketEvent> events =
        standard.withSpan(standard.start(), DAYS).withTradesPerMinute(TRADES_PER_MINUTE).events();
    List<Trade> trades = new ArrayList<>();
    events.forEachRemaining(event -> trades.add((Trade) event));
    return new TapeOfTrades(trades);
  }

  Iterator<MarketEvent> events() {
    return List.<MarketEvent>copyOf(trades).iterator();
  }

  /** Later trades keep their times and get each other's prices, sizes and sides. */
  TapeOfTrades shuffledAfter(long nanos, long seed) {
    List<Trade> shuffled = new ArrayList<>(trades);
    SplittableRandom random = new SplittableRandom(seed);
    int from = before(nanos);
    for (int i = trades.size() - 1; i > from; i--) {
      int other = random.nextInt(from, i + 1);
      Trade kept = shuffled.get(i);
      shuffled.set(i, shuffled.get(other));
      shuffled.set(other, kept);
    }
    for (int i = from; i < trades.size(); i++) {
      shuffled.set(i, as(shuffled.get(i), trades.get(i).offset(), trades.get(i).eventTimeNanos()));
    }
    return new TapeOfTrades(shuffled);
  }

  /** Later trades are those of another market, at its times and prices. */
  TapeOfTrades replacedAfter(long nanos, long seed) {
    List<Trade> other = simulated(seed + ANOTHER_MARKET).trades;
    List<Trade> replaced = new ArrayList<>(trades.subList(0, before(nanos)));
    for (Trade trade : other) {
      if (trade.eventTimeNanos() > nanos) {
        replaced.add(as(trade, replaced.size(), trade.eventTimeNanos()));
      }
    }
    return new TapeOfTrades(replaced);
  }

  /** The number of trades at or before an instant. */
  private int before(long nanos) {
    return (int) trades.stream().takeWhile(t -> t.eventTimeNanos() <= nanos).count();
  }

  private static Trade as(Trade trade, long offset, long eventTimeNanos) {
    return new Trade(
        trade.instrument(), offset, eventTimeNanos, trade.price(), trade.size(), trade.aggressor());
  }
}
