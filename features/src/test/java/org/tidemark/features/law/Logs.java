package org.tidemark.features.law;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.EventKind;
import org.tidemark.market.FundingRate;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.Liquidation;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.OpenInterest;
import org.tidemark.market.Quote;
import org.tidemark.market.Sentiment;
import org.tidemark.market.Trade;

/** Questions that the laws ask of a log of mixed events. */
final class Logs {
  private Logs() {}

  /** Places of the bars. */
  static List<Integer> bars(List<MarketEvent> log) {
    return IntStream.range(0, log.size()).filter(i -> log.get(i) instanceof Bar).boxed().toList();
  }

  /** Whether an event is a quote or book with both sides, not crossed. */
  static boolean isUsable(MarketEvent event) {
    if (event instanceof Quote quote) {
      return quote.bid() <= quote.ask();
    }
    return event instanceof Book book
        && !book.bids().isEmpty()
        && !book.asks().isEmpty()
        && book.bids().get(0).price() <= book.asks().get(0).price();
  }

  /** The last usable quote and the last usable book, in order. */
  static List<MarketEvent> resting(List<MarketEvent> log) {
    List<MarketEvent> last = new ArrayList<>();
    for (EventKind kind : List.of(EventKind.QUOTE, EventKind.BOOK)) {
      log.stream()
          .filter(e -> EventKind.of(e) == kind && isUsable(e))
          .reduce((first, second) -> second)
          .ifPresent(last::add);
    }
    last.sort(Comparator.comparingLong(MarketEvent::offset));
    return last;
  }

  /** The event with other prices and sizes. */
  static MarketEvent changed(MarketEvent event, double up) {
    if (event instanceof Bar b) {
      return new Bar(
          b.instrument(),
          b.offset(),
          b.eventTimeNanos(),
          b.openTimeNanos(),
          b.open() * up,
          b.high() * up * 1.01,
          b.low() * up * 0.99,
          b.close() * up * 1.003,
          b.volume() + 1);
    } else if (event instanceof Trade t) {
      return new Trade(
          t.instrument(),
          t.offset(),
          t.eventTimeNanos(),
          t.price() * up,
          t.size() + 1,
          t.aggressor());
    } else if (event instanceof Quote q) {
      return new Quote(
          q.instrument(),
          q.offset(),
          q.eventTimeNanos(),
          q.bid(),
          q.bidSize() + 7,
          q.ask() * 1.02,
          q.askSize() * 2);
    } else if (event instanceof Book b) {
      return new Book(
          b.instrument(),
          b.offset(),
          b.eventTimeNanos(),
          b.bids().stream().map(l -> new Book.Level(l.price(), l.size() + 7)).toList(),
          b.asks().stream().map(l -> new Book.Level(l.price() * 1.02, l.size() * 2)).toList());
    }
    return event;
  }

  /** A bar five thousand of its lengths later; other events as they are. */
  static MarketEvent later(MarketEvent event) {
    if (event instanceof Bar b) {
      long later = 5_000 * b.durationNanos();
      return new Bar(
          b.instrument(),
          b.offset(),
          b.eventTimeNanos() + later,
          b.openTimeNanos() + later,
          b.open(),
          b.high(),
          b.low(),
          b.close(),
          b.volume());
    }
    return event;
  }

  static List<MarketEvent> oneOfEachKindButBars() {
    InstrumentId x = new InstrumentId("X");
    long late = Long.MAX_VALUE;
    return List.of(
        new Trade(x, 999, late, 5, 1, Aggressor.BUY),
        new Quote(x, 999, late, 5, 1, 6, 1),
        new Book(x, 999, late, List.of(new Book.Level(5, 1)), List.of(new Book.Level(6, 1))),
        new Heartbeat(x, 999, late),
        new FundingRate(x, 999, late, 0.001, 1),
        new OpenInterest(x, 999, late, 5),
        new Liquidation(x, 999, late, 5, Aggressor.SELL),
        new Sentiment(x, 999, late, 0.5));
  }
}
