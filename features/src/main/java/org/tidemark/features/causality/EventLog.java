package org.tidemark.features.causality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * Market events as facts. An arrival log says when an event was known: not before any event that
 * stands in front of it. So an event is known at the latest event time up to its place in the log,
 * and a cut always leaves a beginning of each instrument's log.
 */
public final class EventLog {
  private EventLog() {}

  /** The facts of any number of instruments, by time; each instrument's by offset. */
  public static List<Fact<MarketEvent>> of(List<? extends MarketEvent> events) {
    Map<String, Long> newest = new HashMap<>();
    List<Fact<MarketEvent>> facts = new ArrayList<>(events.size());
    events.stream()
        .sorted(Comparator.comparingLong(MarketEvent::offset))
        .forEach(
            e -> {
              long known = newest.merge(e.instrument().value(), e.eventTimeNanos(), Math::max);
              facts.add(new Fact<>(e.instrument().value(), known, known, e));
            });
    facts.sort(Comparator.comparingLong(Fact::knownAtNanos)); // stable: offsets still rise
    return facts;
  }

  /**
   * Each instrument's events in order, numbered anew, because made-up events have no offset of
   * their own. An event that came late is preceded by a heartbeat at the time it was known, so that
   * it is late in every world, whether or not the event that overtook it is still there.
   */
  static Map<String, List<MarketEvent>> byInstrument(List<Fact<MarketEvent>> log) {
    Map<String, List<MarketEvent>> events = new TreeMap<>();
    for (Fact<MarketEvent> fact : log) {
      List<MarketEvent> own = events.computeIfAbsent(fact.instrument(), k -> new ArrayList<>());
      if (fact.knownAtNanos() > fact.item().eventTimeNanos()) {
        own.add(new Heartbeat(fact.item().instrument(), own.size(), fact.knownAtNanos()));
      }
      own.add(numbered(fact.item(), own.size()));
    }
    return events;
  }

  private static MarketEvent numbered(MarketEvent event, long offset) {
    InstrumentId name = event.instrument();
    long time = event.eventTimeNanos();
    if (event instanceof Bar b) {
      return new Bar(
          name,
          offset,
          time,
          b.openTimeNanos(),
          b.open(),
          b.high(),
          b.low(),
          b.close(),
          b.volume());
    } else if (event instanceof Trade t) {
      return new Trade(name, offset, time, t.price(), t.size(), t.aggressor());
    } else if (event instanceof Quote q) {
      return new Quote(name, offset, time, q.bid(), q.bidSize(), q.ask(), q.askSize());
    } else if (event instanceof Book b) {
      return new Book(name, offset, time, b.bids(), b.asks());
    } else if (event instanceof FundingRate f) {
      return new FundingRate(name, offset, time, f.rate(), f.intervalNanos());
    } else if (event instanceof OpenInterest o) {
      return new OpenInterest(name, offset, time, o.value());
    } else if (event instanceof Liquidation l) {
      return new Liquidation(name, offset, time, l.notional(), l.aggressor());
    } else if (event instanceof Sentiment s) {
      return new Sentiment(name, offset, time, s.score());
    }
    return new Heartbeat(name, offset, time);
  }
}
