package org.tidemark.market.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.market.Aggressor;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/** What holds for every simulated market, whatever its seed. */
class MarketModelLawsTest {
  private static final int SEEDS = 10;
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

  private static MarketModel quoted(long seed) {
    return MarketModel.standard(seed, 2)
        .withSpan(START, 3)
        .withContent(MarketModel.Content.TRADES_AND_QUOTES);
  }

  private static List<MarketEvent> all(Iterator<MarketEvent> events) {
    List<MarketEvent> list = new ArrayList<>();
    events.forEachRemaining(list::add);
    return list;
  }

  private static List<MarketEvent> first(MarketModel model) {
    return all(model.events(model.instruments().get(0)));
  }

  @Test
  void eventsAreOrderedPositiveAndInsideTheSpan() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      MarketModel model = quoted(seed);
      long time = model.startNanos();
      long offset = 0;
      List<MarketEvent> events = first(model);
      assertThat(events).hasSizeGreaterThan(40_000);
      for (MarketEvent event : events) {
        assertThat(event.offset()).isEqualTo(offset++); // prices above 0: Trade and Quote demand it
        assertThat(event.eventTimeNanos()).isGreaterThanOrEqualTo(time);
        time = event.eventTimeNanos();
      }
      assertThat(time).isLessThan(model.end().getEpochSecond() * 1_000_000_000L);
    }
  }

  @Test
  void quotesStraddleTheLastPrintAndNeverCross() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Trade last = null;
      int quotes = 0;
      for (MarketEvent event : first(quoted(seed))) {
        if (event instanceof Trade trade) {
          last = trade;
        } else if (event instanceof Quote quote) {
          quotes++;
          assertThat(quote.bid()).isLessThan(quote.ask()).isLessThanOrEqualTo(last.price());
          assertThat(quote.ask()).isGreaterThanOrEqualTo(last.price());
          double spread = (quote.ask() - quote.bid()) / last.price();
          assertThat(spread).isBetween(1.1e-4, 4.1e-4); // 2e-4 times the regime's 0.6, 1 or 2
        }
      }
      assertThat(quotes).isGreaterThan(20_000);
    }
  }

  @Test
  void aggressorIsTheDirectionOfThePrint() {
    MarketModel model = MarketModel.standard(5).withSpan(START, 3);
    double last = model.startPrice();
    for (MarketEvent event : first(model)) {
      Trade trade = (Trade) event;
      assertThat(trade.price()).isNotEqualTo(last); // ties would be labels of no direction
      assertThat(trade.aggressor())
          .isEqualTo(trade.price() > last ? Aggressor.BUY : Aggressor.SELL);
      last = trade.price();
    }
  }

  @Test
  void sameModelSameEventsHoweverItIsRead() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      MarketModel two = quoted(seed).withSpan(START, 1);
      InstrumentId name = two.instruments().get(1);
      List<MarketEvent> whole = all(two.events(name));
      Iterator<MarketEvent> other = two.events(two.instruments().get(0));
      Iterator<MarketEvent> again = two.events(name);
      for (int i = 0; i < whole.size(); i++) {
        if (i % 3 == 0 && other.hasNext()) {
          other.next(); // reading another instrument in between changes nothing
        }
        assertThat(again.hasNext() && again.hasNext()).isTrue();
        assertThat(again.next()).isEqualTo(whole.get(i));
      }
      assertThat(again.hasNext()).isFalse();
      assertThat(all(two.withInstruments(List.of(name)).events(name))).isEqualTo(whole);
      List<MarketEvent> longer = all(two.withSpan(START, 2).events(name));
      assertThat(longer.subList(0, whole.size())).isEqualTo(whole); // the span only cuts off
    }
  }

  @Test
  void quotesLeaveTheTradesAsTheyAre() {
    MarketModel model = quoted(3);
    List<Trade> with =
        first(model).stream().filter(Trade.class::isInstance).map(Trade.class::cast).toList();
    List<MarketEvent> without = first(model.withContent(MarketModel.Content.TRADES));
    assertThat(with).hasSameSizeAs(without);
    for (int i = 0; i < with.size(); i++) {
      Trade a = with.get(i);
      assertThat(
              new Trade(a.instrument(), i, a.eventTimeNanos(), a.price(), a.size(), a.aggressor()))
          .isEqualTo(without.get(i));
    }
  }

  @Test
  void mergedEventsAreTheSameInOrderOfTime() {
    MarketModel model = quoted(4).withSpan(START, 1);
    List<MarketEvent> merged = all(model.events());
    for (int i = 1; i < merged.size(); i++) {
      assertThat(merged.get(i).eventTimeNanos())
          .isGreaterThanOrEqualTo(merged.get(i - 1).eventTimeNanos());
    }
    for (InstrumentId name : model.instruments()) {
      assertThat(merged.stream().filter(e -> e.instrument().equals(name)).toList())
          .isEqualTo(all(model.events(name)));
    }
  }

  @Test
  void outagesAreThereAndCanBeTurnedOff() {
    Duration mean = Duration.ofMinutes(20);
    for (long seed = 1; seed <= SEEDS; seed++) {
      MarketModel model = MarketModel.standard(seed).withSpan(START, 4);
      assertThat(longestSilence(model.withGaps(1.0 / 360, mean))).isGreaterThan(10 * 60_000L);
      assertThat(longestSilence(model.withGaps(0, mean))).isLessThan(5 * 60_000L);
    }
  }

  private static long longestSilence(MarketModel model) {
    long last = model.startNanos();
    long longest = 0;
    for (MarketEvent event : first(model)) {
      longest = Math.max(longest, event.eventTimeNanos() - last);
      last = event.eventTimeNanos();
    }
    return longest / 1_000_000;
  }

  /** Pinned so that a change of any simulated bit is a decision, not an accident. */
  @Test
  void theEventsOfSeedOneArePinned() {
    MarketModel model =
        MarketModel.standard(1)
            .withSpan(START, 2)
            .withContent(MarketModel.Content.TRADES_AND_QUOTES);
    List<MarketEvent> events = first(model);
    long hash = 0;
    for (MarketEvent event : events) {
      hash = hash * 31 + event.eventTimeNanos();
      if (event instanceof Trade trade) {
        hash = hash * 31 + Double.doubleToLongBits(trade.price());
        hash = hash * 31 + Double.doubleToLongBits(trade.size());
      } else if (event instanceof Quote quote) {
        hash = hash * 31 + Double.doubleToLongBits(quote.bid());
        hash = hash * 31 + Double.doubleToLongBits(quote.ask());
        hash = hash * 31 + Double.doubleToLongBits(quote.askSize());
      }
    }
    assertThat(events.get(0))
        .hasToString(
            "Trade[instrument=SIM1, offset=0, eventTimeNanos=1704067204792724894"
                + ", price=100.01672869, size=0.1592, aggressor=BUY]");
    assertThat(events.get(1))
        .hasToString(
            "Quote[instrument=SIM1, offset=1, eventTimeNanos=1704067204793724894"
                + ", bid=100.00672702, bidSize=0.1431, ask=100.02673036, askSize=0.054]");
    assertThat(events).hasSize(75258);
    assertThat(hash).isEqualTo(-6778235835170895785L);
  }

  @Test
  void wrongFiguresAreRefusedByName() {
    MarketModel model = MarketModel.standard(1);
    assertThatThrownBy(() -> model.withSignalStrength(1.5)).hasMessageContaining("signalStrength");
    assertThatThrownBy(() -> model.withSignalStrength(Double.NaN))
        .hasMessageContaining("signalStrength = NaN");
    assertThatThrownBy(() -> model.withSpan(START, 0)).hasMessageContaining("days");
    assertThatThrownBy(() -> model.withSpan(START.plusMillis(1), 1)).hasMessageContaining("grid");
    assertThatThrownBy(() -> model.withTradesPerMinute(0)).hasMessageContaining("tradesPerMinute");
    assertThatThrownBy(() -> model.withBarLength(Duration.ofSeconds(7)))
        .hasMessageContaining("divide one day");
    assertThatThrownBy(() -> model.withGaps(0.9, Duration.ofMinutes(1)))
        .hasMessageContaining("gapProbability");
    assertThatThrownBy(() -> model.withInstruments(List.of())).hasMessageContaining("instruments");
    assertThatThrownBy(() -> model.events(new InstrumentId("NOPE")))
        .hasMessageContaining("NOPE is not in this market");
  }
}
