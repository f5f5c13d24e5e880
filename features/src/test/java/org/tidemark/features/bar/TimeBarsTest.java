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
  void vendorBarsOfTheSameLengthPassAndOthersAreRefused() {
    Bar ready = bar(7, 60, 1, 2, 1, 2, 3);
    assertThat(run(List.of(ready))).containsExactly(ready);
    Bar hourly = new Bar(X, 1, 3600 * SECOND, 0, 1, 1, 1, 1, 1);
    assertThatThrownBy(() -> run(List.of(hourly)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT1H")
        .hasMessageContaining("PT1M");
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
    assertThat(new TimeBars(Duration.ofDays(1)).id()).isEqualTo("time-86400s");
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
