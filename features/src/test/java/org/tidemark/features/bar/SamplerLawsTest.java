package org.tidemark.features.bar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tidemark.features.Sampler;
import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;
import org.tidemark.testkit.Seeds;

/** The laws of samplers, for every registered kind. */
class SamplerLawsTest {
  /** Small enough that a few hundred trades make many bars. */
  private static final List<String> IDS =
      List.of(
          "time-60s",
          "session-nyse-1800s",
          "session-nyse-4500s",
          "session-continuous-86400s",
          "tick-1",
          "tick-7",
          "volume-50",
          "dollar-2500.5",
          "tick-imbalance-10",
          "tick-imbalance-25",
          "volume-imbalance-10");

  private static Stream<DynamicTest> forEach(
      int seeds, BiConsumer<Sampler<?>, SplittableRandom> law) {
    return IDS.stream()
        .map(Samplers::parse)
        .map(
            sampler ->
                dynamicTest(
                    sampler.id(),
                    () -> Seeds.forEach(seeds, (seed, random) -> law.accept(sampler, random))));
  }

  @Test
  void everyRegisteredKindIsHere() {
    List<Class<?>> types = new ArrayList<>();
    IDS.forEach(id -> types.add(Samplers.parse(id).getClass()));
    for (Samplers.Kind kind : Samplers.kinds()) {
      assertThat(types).contains(Samplers.parse(kind.example()).getClass());
    }
  }

  @TestFactory
  Stream<DynamicTest> resumingAnywhereChangesNothing() {
    return forEach(
        20,
        (sampler, random) -> {
          List<MarketEvent> events = SamplerRuns.events(random, 400);
          assertThat(SamplerRuns.resumed(sampler, events))
              .isEqualTo(SamplerRuns.bars(sampler, events));
        });
  }

  @TestFactory
  Stream<DynamicTest> theFutureChangesNoBar() {
    return forEach(
        20,
        (sampler, random) -> {
          List<MarketEvent> events = SamplerRuns.events(random, 400);
          List<Bar> bars = SamplerRuns.bars(sampler, events);
          int cut = random.nextInt(1, 400);
          List<Bar> known = SamplerRuns.bars(sampler, events.subList(0, cut));
          assertThat(bars.subList(0, known.size())).isEqualTo(known);
          List<MarketEvent> other = new ArrayList<>(events.subList(0, cut));
          long time = events.get(cut - 1).eventTimeNanos();
          for (int i = 0; i < 200; i++) {
            time += random.nextLong(2_000_000_000L);
            double price = random.nextInt(1, 500);
            other.add(SamplerRuns.trade(cut + i, time, price, 9, Aggressor.SELL));
          }
          assertThat(SamplerRuns.bars(sampler, other).subList(0, known.size())).isEqualTo(known);
          known.forEach(
              bar -> assertThat(bar.offset()).isLessThanOrEqualTo(events.get(cut - 1).offset()));
        });
  }

  /** So volume is conserved: what no bar has yet is in the next one. */
  @TestFactory
  Stream<DynamicTest> everyTradeIsInExactlyOneBar() {
    int[] bars = new int[1];
    return forEach(
        20,
        (sampler, random) -> {
          List<MarketEvent> events = SamplerRuns.events(random, 600);
          long after = -1;
          for (Bar bar : SamplerRuns.bars(sampler, events)) {
            List<Trade> group = trades(sampler, events, after, bar.offset());
            assertThat(bar)
                .isEqualTo(SlowSamplers.bar(group, bar.openTimeNanos(), bar.eventTimeNanos()));
            after = bar.offset();
            bars[0]++;
          }
          assertThat(bars[0]).as("bars seen").isPositive();
        });
  }

  /** Trades that the sampler takes, of the offsets above {@code after} up to {@code last}. */
  private static List<Trade> trades(
      Sampler<?> sampler, List<MarketEvent> events, long after, long last) {
    return events.stream()
        .filter(e -> e.offset() > after && e.offset() <= last)
        .filter(Trade.class::isInstance)
        .map(Trade.class::cast)
        .filter(
            t ->
                !(sampler instanceof SessionBars bars)
                    || bars.calendar().isOpen(t.eventTimeNanos()))
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> theSlowTwinMakesTheSameBars() {
    return forEach(
        30,
        (sampler, random) -> {
          List<MarketEvent> events = SamplerRuns.events(random, 300);
          assertThat(SamplerRuns.bars(sampler, events))
              .isEqualTo(SlowSamplers.bars(sampler, events));
        });
  }

  @TestFactory
  Stream<DynamicTest> savedStatesAreCanonicalAndTruncationIsNoticed() {
    return forEach(
        10,
        (sampler, random) -> {
          byte[] bytes =
              SamplerRuns.saved(sampler, SamplerRuns.events(random, random.nextInt(200)));
          assertThat(SamplerRuns.reloaded(sampler, bytes)).isEqualTo(bytes);
          for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> sampler.load(new StateReader(cut)))
                .isInstanceOf(StateException.class);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> barsOfTradesNeverOverlapEvenWhenTheClockRunsBack() {
    return forEach(
        20,
        (sampler, random) -> {
          if (!(sampler instanceof TradeBars<?>)) {
            return; // time bars expect events in order; the reorder buffer sees to it
          }
          List<MarketEvent> events = new ArrayList<>();
          for (MarketEvent event : SamplerRuns.events(random, 400)) {
            long time = event.eventTimeNanos() - random.nextInt(3) * random.nextLong(1L << 40);
            double price = random.nextInt(1, 100);
            events.add(SamplerRuns.trade(event.offset(), time, price, 5, Aggressor.BUY));
          }
          long end = Long.MIN_VALUE;
          for (Bar bar : SamplerRuns.bars(sampler, events)) {
            assertThat(bar.openTimeNanos()).isGreaterThanOrEqualTo(end);
            assertThat(bar.eventTimeNanos() % 1_000).as("part of a microsecond").isZero();
            end = bar.eventTimeNanos();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aFilledBarIsKnownAtTheTradeThatFillsIt() {
    return forEach(
        10,
        (sampler, random) -> {
          if (sampler instanceof FilledBars || sampler instanceof ImbalanceBars) {
            List<MarketEvent> seen = new ArrayList<>();
            int before = 0;
            for (MarketEvent event : SamplerRuns.events(random, 200)) {
              seen.add(event);
              List<Bar> bars = SamplerRuns.bars(sampler, seen);
              if (bars.size() > before) {
                Bar bar = bars.get(before++);
                assertThat(bars).hasSize(before);
                assertThat(bar.offset()).isEqualTo(event.offset());
                assertThat(bar.eventTimeNanos()).isGreaterThan(event.eventTimeNanos());
              }
            }
          }
        });
  }
}
