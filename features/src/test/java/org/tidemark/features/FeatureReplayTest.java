package org.tidemark.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.price.Return;
import org.tidemark.features.price.SmaDeviation;
import org.tidemark.features.state.StateException;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;
import org.tidemark.testkit.BarGenerator;
import org.tidemark.testkit.EventGenerator;
import org.tidemark.testkit.Seeds;

/** Replays of a whole set: resume at any event, refusal of damaged and foreign snapshots. */
class FeatureReplayTest {
  private static final FeatureSet SMALL = set("small", Duration.ofSeconds(60), 3, Duration.ZERO);

  private static FeatureSet set(String name, Duration bar, int window, Duration lateness) {
    return new FeatureSet(
        name,
        List.of(new Return(Duration.ofMinutes(5), "5min", "P02", "P07"), new SmaDeviation(window)),
        new TimeBars(bar),
        lateness);
  }

  /** Trades with event times that run back by up to {@code disorderSeconds}. */
  private static List<MarketEvent> trades(SplittableRandom random, int count, int disorderSeconds) {
    List<MarketEvent> trades = new ArrayList<>();
    long seconds = 1_000_000;
    for (int i = 0; i < count; i++) {
      seconds += random.nextInt(30);
      long time = seconds - random.nextInt(disorderSeconds + 1);
      double price = random.nextInt(90, 110);
      trades.add(
          new Trade(
              new InstrumentId("X"), i, time * 1_000_000_000, price, 1, Aggressor.values()[i % 3]));
    }
    return trades;
  }

  private static String words(FeatureRow row) {
    int[] bits = new int[row.values().length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(row.values()[i]);
    }
    return row.bar() + Arrays.toString(bits);
  }

  private static List<String> run(FeatureSet set, List<? extends MarketEvent> events) {
    List<String> seen = new ArrayList<>();
    Replay replay = set.start();
    events.forEach(e -> replay.on(e, r -> seen.add(words(r)), late -> seen.add("late " + late)));
    return seen;
  }

  private static List<String> runInPieces(
      FeatureSet set, List<? extends MarketEvent> events, SplittableRandom random) {
    List<String> seen = new ArrayList<>();
    Replay replay = set.start();
    for (MarketEvent event : events) {
      if (random.nextInt(5) == 0) {
        byte[] snapshot = replay.snapshot();
        replay = set.restore(snapshot);
        assertThat(replay.snapshot()).isEqualTo(snapshot);
      }
      replay.on(event, r -> seen.add(words(r)), late -> seen.add("late " + late));
    }
    assertThat(replay.lastOffset()).isEqualTo(events.get(events.size() - 1).offset());
    return seen;
  }

  @Test
  void tradesOutOfOrderGiveTheSameRowsWhereverTheRunIsCut() {
    FeatureSet set = set("late", Duration.ofSeconds(60), 3, Duration.ofSeconds(20));
    Seeds.forEach(
        20,
        (seed, random) -> {
          List<MarketEvent> trades = trades(random, 300, 120);
          List<String> whole = run(set, trades);
          assertThat(whole).filteredOn(s -> s.startsWith("late")).isNotEmpty();
          assertThat(runInPieces(set, trades, random)).isEqualTo(whole);
        });
  }

  @Test
  void everyRegisteredSetGivesTheSameRowsWhereverTheRunIsCut() {
    for (FeatureSet set : org.tidemark.features.set.FeatureSets.all()) {
      Seeds.forEach(
          2,
          (seed, random) -> {
            List<MarketEvent> log = new EventGenerator(BarGenerator.minutes()).events(random, 200);
            if (seed % 2 == 0) {
              log.removeIf(Bar.class::isInstance); // then bars are made of trades and quotes
            }
            List<String> whole = run(set, log);
            assertThat(whole).hasSizeGreaterThan(50);
            assertThat(runInPieces(set, log, random)).isEqualTo(whole);
          });
    }
  }

  @Test
  void manyEventsAtOnceGiveTheRowsOfOneAtATime() {
    List<FeatureSet> sets = new ArrayList<>(org.tidemark.features.set.FeatureSets.all());
    sets.add(set("late", Duration.ofSeconds(60), 3, Duration.ofSeconds(20)));
    for (FeatureSet set : sets) {
      Seeds.forEach(
          3,
          (seed, random) -> {
            List<MarketEvent> log = new EventGenerator(BarGenerator.minutes()).events(random, 400);
            if (seed % 3 == 0) {
              log.removeIf(Bar.class::isInstance);
            }
            List<String> whole = run(set, log);
            List<String> rows = new ArrayList<>();
            List<String> late = new ArrayList<>();
            Replay replay = set.start();
            for (int at = 0; at < log.size(); ) {
              int end = Math.min(log.size(), at + random.nextInt(1, 900));
              replay.onAll(
                  log.subList(at, end), r -> rows.add(words(r)), e -> late.add("late " + e));
              if (random.nextInt(3) == 0) {
                replay = set.restore(replay.snapshot());
              }
              at = end;
            }
            assertThat(rows).isEqualTo(whole.stream().filter(s -> !s.startsWith("late")).toList());
            assertThat(late).isEqualTo(whole.stream().filter(s -> s.startsWith("late")).toList());
          });
    }
  }

  /** With lateness, books and quotes wait in the state too. */
  @Test
  void mixedLogsGiveTheSameRowsWhereverTheRunIsCutWhenEventsWait() {
    FeatureSet core = org.tidemark.features.set.FeatureSets.named("core65");
    FeatureSet set = new FeatureSet("late", core.features(), core.sampler(), Duration.ofMinutes(3));
    Seeds.forEach(
        2,
        (seed, random) -> {
          List<MarketEvent> log = new EventGenerator(BarGenerator.minutes()).events(random, 100);
          assertThat(runInPieces(set, log, random)).isEqualTo(run(set, log));
        });
  }

  private static byte[] snapshot() {
    Replay replay = SMALL.start();
    trades(new SplittableRandom(1), 60, 0).forEach(e -> replay.on(e, r -> {}, late -> {}));
    return replay.snapshot();
  }

  @Test
  void everyFlippedBitIsNoticed() {
    byte[] good = snapshot();
    assertThat(SMALL.restore(good).snapshot()).isEqualTo(good);
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> SMALL.restore(bad))
          .as("bit " + bit)
          .isInstanceOf(StateException.class);
    }
  }

  @Test
  void everyTruncationAndEveryAddedByteIsNoticed() {
    byte[] good = snapshot();
    for (int length = 0; length < good.length; length++) {
      byte[] bad = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> SMALL.restore(bad))
          .as(length + " of " + good.length + " bytes")
          .isInstanceOf(StateException.class);
    }
    assertThatThrownBy(() -> SMALL.restore(Arrays.copyOf(good, good.length + 1)))
        .isInstanceOf(StateException.class);
  }

  @Test
  void snapshotsOfOtherSetsAreRefusedByName() {
    byte[] snapshot = snapshot();
    for (FeatureSet other :
        List.of(
            set("other", Duration.ofSeconds(60), 3, Duration.ZERO),
            set("small", Duration.ofSeconds(30), 3, Duration.ZERO),
            set("small", Duration.ofSeconds(60), 4, Duration.ZERO),
            set("small", Duration.ofSeconds(60), 3, Duration.ofSeconds(1)))) {
      assertThatThrownBy(() -> other.restore(snapshot))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("snapshot is of feature set small")
          .hasMessageContaining("recompute from the events");
    }
  }

  @Test
  void anOffsetThatDoesNotRiseIsRefused() {
    List<MarketEvent> trades = trades(new SplittableRandom(2), 2, 0);
    Replay replay = SMALL.start();
    replay.on(trades.get(1), r -> {}, late -> {});
    assertThatThrownBy(() -> replay.on(trades.get(1), r -> {}, late -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("offset 1 does not rise above 1");
    assertThatThrownBy(() -> replay.on(trades.get(0), r -> {}, late -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
