package org.tidemark.features.bar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;
import org.tidemark.testkit.Seeds;

/** Time bars from trades, quotes and vendor bars. */
class TimeBarsTest {
  private static final InstrumentId X = new InstrumentId("X");
  private static final long SECOND = 1_000_000_000L;
  private static final TimeBars MINUTES = TimeBars.ofSeconds(60);

  private static Trade trade(long offset, long second, double price, double size) {
    return new Trade(X, offset, second * SECOND, price, size, Aggressor.UNKNOWN);
  }

  private static Quote quote(long offset, long second, double bid, double ask) {
    return new Quote(X, offset, second * SECOND, bid, 0, ask, 0);
  }

  private static Bar bar(
      long offset, long openSecond, double o, double h, double l, double c, double v) {
    return new Bar(X, offset, (openSecond + 60) * SECOND, openSecond * SECOND, o, h, l, c, v);
  }

  private static List<Bar> run(List<? extends MarketEvent> events) {
    List<Bar> bars = new ArrayList<>();
    TimeBars.Open state = MINUTES.initial();
    events.forEach(e -> MINUTES.update(state, e, bars::add));
    return bars;
  }

  @Test
  void tradesMakeABarThatTheFirstTradeAfterItCloses() {
    List<Trade> trades =
        List.of(
            trade(0, 121, 10, 1),
            trade(1, 130, 12, 2),
            trade(2, 150, 9, 3),
            trade(3, 179, 11, 4),
            trade(4, 180, 20, 5));
    assertThat(run(trades.subList(0, 4))).isEmpty();
    assertThat(run(trades)).containsExactly(bar(3, 120, 10, 12, 9, 11, 10));
  }

  @Test
  void aSpanWithoutTradesMakesNoBar() {
    assertThat(run(List.of(trade(0, 10, 1, 1), trade(1, 310, 2, 1), trade(2, 400, 3, 1))))
        .containsExactly(bar(0, 0, 1, 1, 1, 1, 1), bar(1, 300, 2, 2, 2, 2, 1));
  }

  @Test
  void aHeartbeatClosesABarAndOpensNone() {
    Heartbeat beat = new Heartbeat(X, 1, 60 * SECOND);
    assertThat(run(List.of(trade(0, 59, 1, 1), beat, new Heartbeat(X, 2, 500 * SECOND))))
        .containsExactly(bar(0, 0, 1, 1, 1, 1, 1));
    assertThat(run(List.of(trade(0, 58, 1, 1), new Heartbeat(X, 1, 59 * SECOND)))).isEmpty();
  }

  @Test
  void quotesCountByTheirMidWhenTwoSidedEvenIfCrossed() {
    assertThat(
            run(
                List.of(
                    quote(0, 0, Double.NaN, 9),
                    quote(1, 1, 10, 12),
                    quote(2, 2, 14, 12),
                    quote(3, 3, 8, Double.NaN),
                    quote(4, 60, 8, Double.NaN))))
        .containsExactly(bar(2, 0, 11, 13, 11, 13, 0));
  }

  @Test
  void vendorBarsOfTheSameLengthPassAndOthersOnlyTellTheTime() {
    Bar ready = bar(7, 60, 1, 2, 1, 2, 3);
    assertThat(run(List.of(ready))).containsExactly(ready);
    Bar hourly = new Bar(X, 1, 3600 * SECOND, 0, 1, 1, 1, 1, 1);
    assertThat(run(List.of(hourly))).isEmpty();
    assertThat(run(List.of(trade(0, 10, 5, 1), hourly, trade(2, 3600, 6, 1), trade(3, 3660, 7, 1))))
        .containsExactly(bar(0, 0, 5, 5, 5, 5, 1), bar(2, 3600, 6, 6, 6, 6, 1));
  }

  @Test
  void tradesTakeTheSpanOfTheFirstTradeFromTheQuotesForGood() {
    assertThat(
            run(
                List.of(
                    quote(0, 10, 10, 12),
                    quote(1, 70, 20, 22),
                    trade(2, 80, 30, 4),
                    quote(3, 90, 50, 52),
                    quote(4, 130, 60, 62),
                    quote(5, 190, 70, 72),
                    trade(6, 250, 31, 1),
                    quote(7, 300, 80, 82))))
        .containsExactly(
            bar(0, 0, 11, 11, 11, 11, 0),
            bar(2, 60, 30, 30, 30, 30, 4),
            bar(6, 240, 31, 31, 31, 31, 1));
  }

  @Test
  void vendorBarsTakeOverFromTradesForGood() {
    Bar ready = bar(2, 60, 7, 8, 6, 7, 9);
    Bar next = bar(5, 120, 7, 7, 7, 7, 1);
    assertThat(
            run(
                List.of(
                    trade(0, 10, 5, 1),
                    trade(1, 70, 6, 1),
                    ready,
                    trade(3, 121, 99, 1),
                    quote(4, 179, 98, 99),
                    next,
                    trade(6, 500, 97, 1))))
        .containsExactly(bar(0, 0, 5, 5, 5, 5, 1), ready, next);
  }

  @Test
  void theFirstVendorBarClosesABarThatEndedBeforeItsSpan() {
    Bar ready = bar(1, 60, 7, 7, 7, 7, 9);
    assertThat(run(List.of(trade(0, 10, 5, 1), ready)))
        .containsExactly(bar(0, 0, 5, 5, 5, 5, 1), ready);
  }

  /** The trade at second 120 has closed the span before the vendor's bar of it arrives. */
  @Test
  void aSpanNeverGivesTwoBars() {
    Bar twice = bar(2, 60, 7, 7, 7, 7, 9);
    Bar next = bar(3, 120, 8, 8, 8, 8, 9);
    assertThat(run(List.of(trade(0, 70, 5, 1), trade(1, 120, 6, 1), twice, next)))
        .containsExactly(bar(0, 60, 5, 5, 5, 5, 1), next);
  }

  @Test
  void aVendorBarThatComesTwiceCountsOnce() {
    Bar first = bar(0, 60, 7, 7, 7, 7, 9);
    Bar again = bar(1, 60, 8, 8, 8, 8, 9);
    Bar next = bar(2, 120, 8, 8, 8, 8, 9);
    assertThat(run(List.of(first, again, next))).containsExactly(first, next);
  }

  /** One pass knows what comes later no more than the twin does, which looks only back. */
  @Test
  void mixedLogsGiveOneBarASpanInOneKindWhereverTheyAreCut() {
    Seeds.forEach(
        60,
        (seed, random) -> {
          List<MarketEvent> log = new ArrayList<>();
          long second = 0;
          int kinds = 1;
          for (int i = 0; i < 200; i++) {
            second += random.nextInt(5) == 0 ? (60 - second % 60) % 60 : random.nextInt(25);
            kinds = Math.min(3, kinds + (random.nextInt(70) == 0 ? 1 : 0));
            double price = random.nextInt(10, 50);
            switch (random.nextInt(kinds)) {
              case 0 -> log.add(quote(i, second, price, price + 2));
              case 1 -> log.add(trade(i, second, price, 1));
              default -> {
                boolean justOver = second >= 60 && second % 60 == 0 && random.nextBoolean();
                second = justOver ? second : (second / 60 + 1) * 60;
                log.add(bar(i, second - 60, price, price, price, price, 3));
              }
            }
          }
          List<Bar> whole = run(log);
          assertThat(whole.stream().map(Bar::openTimeNanos).distinct()).hasSameSizeAs(whole);
          assertThat(whole).isEqualTo(runInPieces(log)).isEqualTo(slowMixed(log));
        });
  }

  private static List<Bar> runInPieces(List<? extends MarketEvent> log) {
    List<Bar> pieces = new ArrayList<>();
    TimeBars.Open state = MINUTES.initial();
    for (MarketEvent event : log) {
      StateWriter out = new StateWriter();
      MINUTES.save(state, out);
      state = MINUTES.load(new StateReader(out.toBytes()));
      MINUTES.update(state, event, pieces::add);
    }
    return pieces;
  }

  private static int rank(MarketEvent event) {
    return event instanceof Bar ? 3 : event instanceof Trade ? 2 : 1;
  }

  /**
   * Every span by itself: the highest kind seen before its end or in it makes it; the vendor's bar
   * of a span counts unless an event at or after the span's end came before the first such bar.
   */
  private static List<Bar> slowMixed(List<MarketEvent> log) {
    List<Bar> bars = new ArrayList<>();
    long end = log.get(log.size() - 1).eventTimeNanos() / SECOND;
    int firstVendor = log.size();
    for (int i = log.size() - 1; i >= 0; i--) {
      firstVendor = log.get(i) instanceof Bar ? i : firstVendor;
    }
    for (long from = 0; from <= end; from += 60) {
      long open = from;
      List<MarketEvent> inside = new ArrayList<>();
      List<Bar> vendor = new ArrayList<>();
      int highest = 0;
      boolean over = false;
      boolean given = false;
      for (int i = 0; i < log.size(); i++) {
        MarketEvent event = log.get(i);
        boolean own = event instanceof Bar b && b.openTimeNanos() == open * SECOND;
        if (own) {
          vendor.add((Bar) event);
        }
        if (!over && !own && event.eventTimeNanos() >= (open + 60) * SECOND) {
          over = true;
          given = !inside.isEmpty() && i <= firstVendor;
        }
        if (!over && !own) {
          if (rank(event) > highest) {
            highest = rank(event);
            inside.clear();
          }
          if (rank(event) == highest && event.eventTimeNanos() >= open * SECOND) {
            inside.add(event);
          }
        }
      }
      if (!vendor.isEmpty() && !given) {
        bars.add(vendor.get(0));
      } else if (given) {
        bars.add(slowBar(open, inside));
      }
    }
    return bars;
  }

  private static Bar slowBar(long open, List<MarketEvent> inside) {
    double[] prices =
        inside.stream()
            .mapToDouble(e -> e instanceof Trade t ? t.price() : ((Quote) e).mid())
            .toArray();
    return bar(
        inside.get(inside.size() - 1).offset(),
        open,
        prices[0],
        java.util.Arrays.stream(prices).max().getAsDouble(),
        java.util.Arrays.stream(prices).min().getAsDouble(),
        prices[prices.length - 1],
        inside.stream().mapToDouble(e -> e instanceof Trade t ? t.size() : 0).sum());
  }

  @Test
  void timesBeforeTheEpochFallOnTheSameGrid() {
    assertThat(run(List.of(trade(0, -1, 5, 1), trade(1, 0, 6, 1))))
        .containsExactly(bar(0, -60, 5, 5, 5, 5, 1));
  }

  @Test
  void theLengthMustDivideADay() {
    assertThatThrownBy(() -> TimeBars.ofSeconds(7)).hasMessageContaining("must divide one day");
    assertThatThrownBy(() -> TimeBars.ofSeconds(0)).hasMessageContaining("must divide one day");
    assertThat(new TimeBars(Duration.ofDays(1)).id()).isEqualTo("time-86400s@2");
    assertThat(new TimeBars(Duration.ofMillis(100)).id()).isEqualTo("time-100000000ns@2");
  }

  @Test
  void savingAndLoadingChangesNothingAndTheSlowTwinAgrees() {
    Seeds.forEach(
        50,
        (seed, random) -> {
          List<Trade> trades = new ArrayList<>();
          long second = random.nextInt(10_000);
          for (int i = 0; i < 300; i++) {
            second += random.nextInt(12) == 0 ? random.nextInt(200) : random.nextInt(10);
            trades.add(trade(i, second, random.nextInt(1, 50), random.nextInt(4)));
          }
          List<Bar> pieces = new ArrayList<>();
          TimeBars.Open state = MINUTES.initial();
          for (Trade trade : trades) {
            StateWriter out = new StateWriter();
            MINUTES.save(state, out);
            state = MINUTES.load(new StateReader(out.toBytes()));
            MINUTES.update(state, trade, pieces::add);
          }
          assertThat(run(trades)).isEqualTo(pieces).isEqualTo(slow(trades));
        });
  }

  /** Groups the trades by minute; all but the last group are closed. */
  private static List<Bar> slow(List<Trade> trades) {
    TreeMap<Long, List<Trade>> minutes = new TreeMap<>();
    trades.forEach(
        t ->
            minutes
                .computeIfAbsent(t.eventTimeNanos() / SECOND / 60 * 60, m -> new ArrayList<>())
                .add(t));
    minutes.pollLastEntry();
    List<Bar> bars = new ArrayList<>();
    minutes.forEach(
        (minute, group) ->
            bars.add(
                bar(
                    group.get(group.size() - 1).offset(),
                    minute,
                    group.get(0).price(),
                    group.stream().mapToDouble(Trade::price).max().getAsDouble(),
                    group.stream().mapToDouble(Trade::price).min().getAsDouble(),
                    group.get(group.size() - 1).price(),
                    group.stream().mapToDouble(Trade::size).sum())));
    return bars;
  }
}
