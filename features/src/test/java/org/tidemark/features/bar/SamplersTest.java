package org.tidemark.features.bar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;
import org.tidemark.market.session.Calendar;

/** Ids of samplers, and bars worked by hand. */
class SamplersTest {
  private static final long SECOND = 1_000_000_000L;

  private static Trade trade(long offset, double price, double size) {
    return SamplerRuns.trade(offset, offset * SECOND, price, size, Aggressor.UNKNOWN);
  }

  private static Bar bar(
      long last, long from, long end, double o, double h, double l, double c, double v) {
    return new Bar(SamplerRuns.X, last, end, from, o, h, l, c, v);
  }

  @Test
  void idsReadBack() {
    for (String id :
        List.of(
            "time-60s",
            "time-86400s",
            "session-nyse-1800s",
            "session-continuous-3600s",
            "tick-100",
            "volume-5000",
            "volume-0.5",
            "volume-0.000000001",
            "dollar-1e6",
            "dollar-2.5e6",
            "dollar-1234567.25",
            "dollar-999999",
            "tick-imbalance-100",
            "volume-imbalance-1000")) {
      assertThat(plain(Samplers.parse(id).id())).isEqualTo(id);
      assertThat(Samplers.parse(Samplers.parse(id).id())).isEqualTo(Samplers.parse(id));
    }
    for (Samplers.Kind kind : Samplers.kinds()) {
      assertThat(plain(Samplers.parse(kind.example()).id())).isEqualTo(kind.example());
    }
    assertThat(Samplers.parse("dollar-1000000").id()).isEqualTo("dollar-1e6");
    assertThat(Samplers.parse("volume-5e3").id()).isEqualTo("volume-5000");
  }

  /** Without the version that an id ends with once its rule has changed. */
  private static String plain(String id) {
    return id.replaceFirst("@\\d+$", "");
  }

  @Test
  void anIdOfAnotherVersionIsRefused() {
    assertThatThrownBy(() -> Samplers.parse("time-60s@1")).hasMessageContaining("time-60s@2");
  }

  @Test
  void errorsNameTheFormsAndTheLimits() {
    refused("", "time-SECONDSs", "dollar-VALUE");
    refused("renko-5", "renko-5", "tick-imbalance-TICKS");
    refused("tick-", "tick-COUNT", "tick-100");
    refused("tick--5", "tick-COUNT");
    refused("tick-1.5", "tick-COUNT");
    refused("tick-0", "tick-COUNT");
    refused("tick-imbalance-9", "10 to 100000000");
    refused("tick-imbalance-x", "tick-imbalance-TICKS");
    refused("volume-0", "from 1.0E-12");
    refused("dollar-1e99", "to 1.0E30");
    refused("dollar-NaN", "dollar-VALUE");
    refused("time-60", "time-SECONDSs");
    refused("time-7s", "must divide one day");
    refused("session-nyse", "session-CALENDAR-SECONDSs");
    refused("session-lse-60s", "no calendar is named 'lse'");
    refused("session-nyse-86401s", "1 s to 1 day");
  }

  private static void refused(String id, String... words) {
    assertThatThrownBy(() -> Samplers.parse(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void tradesOfOneInstantMakeBarsAMicrosecondApart() {
    List<Trade> trades = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      trades.add(SamplerRuns.trade(i, 7 * SECOND, 10 + i, 1, Aggressor.UNKNOWN));
    }
    long at = 7 * SECOND;
    assertThat(SamplerRuns.bars(new TickBars(2), trades))
        .containsExactly(
            bar(1, at, at + 1000, 10, 11, 10, 11, 2),
            bar(3, at + 1000, at + 2000, 12, 13, 12, 13, 2));
  }

  @Test
  void theTradeThatFillsABarIsWhollyInIt() {
    List<Trade> trades = List.of(trade(1, 10, 30), trade(2, 12, 90), trade(3, 11, 100));
    // 30, 120: full at 100 with 120; then 100.
    assertThat(SamplerRuns.bars(new VolumeBars(100), trades))
        .containsExactly(
            bar(2, SECOND, 2 * SECOND + 1000, 10, 12, 10, 12, 120),
            bar(3, 3 * SECOND, 3 * SECOND + 1000, 11, 11, 11, 11, 100));
    // 300, 1380; 1100.
    assertThat(SamplerRuns.bars(new DollarBars(1380), trades)).hasSize(1);
    assertThat(SamplerRuns.bars(new DollarBars(1100), trades)).hasSize(2);
  }

  @Test
  void anImbalanceBarClosesAtTheImbalanceOfABlock() {
    // Sides of the first ten: ? + - + - + + + = = -> 0 1 -1 1 -1 1 1 1 1 1, sum 5: E = 5.
    double[] prices = {10, 11, 10, 11, 10, 11, 12, 13, 13, 13, 14, 15, 14, 15, 16, 17, 18, 19};
    List<Trade> trades = new ArrayList<>();
    for (int i = 0; i < prices.length; i++) {
      trades.add(trade(i, prices[i], 1));
    }
    // From the 11th: 1 2 1 2 3 4 5.
    assertThat(SamplerRuns.bars(new TickImbalanceBars(10), trades).stream().map(Bar::offset))
        .containsExactly(9L, 16L);
  }

  @Test
  void anAggressorIsBelievedMoreThanTheTickRule() {
    TickRule rule = new TickRule();
    assertThat(rule.side(SamplerRuns.trade(0, 0, 10, 1, Aggressor.UNKNOWN))).isZero();
    assertThat(rule.side(SamplerRuns.trade(1, 0, 11, 1, Aggressor.SELL))).isEqualTo(-1);
    assertThat(rule.side(SamplerRuns.trade(2, 0, 11, 1, Aggressor.UNKNOWN))).isEqualTo(-1);
    assertThat(rule.side(SamplerRuns.trade(3, 0, 12, 1, Aggressor.UNKNOWN))).isEqualTo(1);
  }

  @Test
  void imbalanceBarsAreNeitherTinyNorEndless() {
    List<Trade> trades = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      // After 200 trades of one side, buys and sells in turn: the imbalance is never reached again.
      Aggressor side = i < 200 || i % 2 == 0 ? Aggressor.BUY : Aggressor.SELL;
      trades.add(SamplerRuns.trade(i, i * SECOND, 10, 1, side));
    }
    List<Bar> bars = SamplerRuns.bars(new TickImbalanceBars(20), trades);
    List<Long> counts = new ArrayList<>();
    long before = -1;
    for (Bar bar : bars) {
      counts.add(bar.offset() - before);
      before = bar.offset();
    }
    assertThat(counts.subList(0, 10)).containsOnly(20L);
    assertThat(counts.get(10)).isEqualTo(200L);
    assertThat(counts).allMatch(n -> n >= 2 && n <= 200);
    // Nothing tells the sides: no imbalance to expect, so bars of so many trades.
    List<Trade> flat = trades.stream().map(t -> trade(t.offset(), 10, 1)).toList();
    assertThat(SamplerRuns.bars(new TickImbalanceBars(20), flat)).hasSize(50);
  }

  private static Trade at(long offset, String time) {
    long nanos = Instant.parse(time).getEpochSecond() * SECOND;
    return SamplerRuns.trade(offset, nanos, 10 + offset, 1, Aggressor.UNKNOWN);
  }

  @Test
  void sessionBarsAreCutAtTheCloseOfAHalfDay() {
    SessionBars bars = (SessionBars) Samplers.parse("session-nyse-7200s");
    // 2024-11-29, New York is UTC-5: 09:30 is 14:30, the close at 13:00 is 18:00.
    List<Trade> trades =
        List.of(
            at(1, "2024-11-29T14:29:59Z"), // before the open: in no bar
            at(2, "2024-11-29T14:30:00Z"),
            at(3, "2024-11-29T17:59:59Z"),
            at(4, "2024-11-29T18:00:00Z"), // the close closes the bar and is in none
            at(5, "2024-12-02T14:45:00Z"));
    List<Bar> made = SamplerRuns.bars(bars, trades);
    assertThat(made.stream().map(Bar::offset)).containsExactly(2L, 3L);
    assertThat(made.get(0).durationNanos()).isEqualTo(7_200 * SECOND);
    assertThat(made.get(1).durationNanos()).isEqualTo(5_400 * SECOND);
    assertThat(Instant.ofEpochSecond(made.get(1).eventTimeNanos() / SECOND))
        .isEqualTo("2024-11-29T18:00:00Z");
  }

  /** Across a clock change the session moves in UTC and bars with it; none is longer or shorter. */
  @Test
  void sessionBarsFollowTheClockOfTheMarket() {
    SessionBars bars = (SessionBars) Samplers.parse("session-nyse-1800s");
    List<Trade> trades =
        List.of(
            at(1, "2024-03-08T14:30:00Z"), // Friday, UTC-5: the open
            at(2, "2024-03-08T20:59:59Z"),
            at(3, "2024-03-11T13:30:00Z"), // Monday, UTC-4: the open
            at(4, "2024-03-11T13:59:59Z"),
            at(5, "2024-03-11T20:00:00Z"), // the close
            at(6, "2024-11-01T13:30:00Z"), // Friday, UTC-4
            at(7, "2024-11-04T14:29:59Z"), // Monday, UTC-5: before the open
            at(8, "2024-11-04T14:30:00Z"),
            at(9, "2024-11-04T15:00:00Z"));
    List<Bar> made = SamplerRuns.bars(bars, trades);
    assertThat(made.stream().map(Bar::offset)).containsExactly(1L, 2L, 4L, 6L, 8L);
    assertThat(made).allMatch(bar -> bar.durationNanos() == 1_800 * SECOND);
    assertThat(made.stream().map(bar -> Instant.ofEpochSecond(bar.openTimeNanos() / SECOND)))
        .containsExactly(
            Instant.parse("2024-03-08T14:30:00Z"),
            Instant.parse("2024-03-08T20:30:00Z"),
            Instant.parse("2024-03-11T13:30:00Z"),
            Instant.parse("2024-11-01T13:30:00Z"),
            Instant.parse("2024-11-04T14:30:00Z"));
  }

  @Test
  void aTimeThatRunsBackNeverOpensABarThatIsPast() {
    SessionBars bars = new SessionBars(Calendar.named("nyse"), Duration.ofSeconds(60));
    List<Trade> trades =
        List.of(
            at(1, "2024-11-29T15:00:10Z"),
            at(2, "2024-11-29T15:01:10Z"),
            at(3, "2024-11-29T15:00:20Z"), // counts for the open bar
            at(4, "2024-11-29T15:03:00Z"));
    assertThat(SamplerRuns.bars(bars, trades).stream().map(Bar::offset)).containsExactly(1L, 3L);
  }

  @Test
  void otherEventsAreInNoBarOfTradesAndVendorBarsAreRefused() {
    for (Samplers.Kind kind : Samplers.kinds()) {
      if (Samplers.parse(kind.example()) instanceof TradeBars<?> sampler) {
        List<MarketEvent> quotes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
          quotes.add(new Quote(SamplerRuns.X, i, i * 100 * SECOND, 10, 1, 11, 1));
        }
        assertThat(SamplerRuns.bars(sampler, quotes)).isEmpty();
        assertThatThrownBy(
                () -> SamplerRuns.bars(sampler, List.of(bar(1, 0, 60 * SECOND, 1, 1, 1, 1, 1))))
            .hasMessageContainingAll("vendor bar", sampler.id(), "feed its trades");
      }
    }
  }
}
