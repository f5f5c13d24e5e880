package org.tidemark.features.bar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;
import org.tidemark.testkit.BarGenerator;
import org.tidemark.testkit.EventGenerator;
import org.tidemark.testkit.Seeds;

/** The row of a bar in the making beside the slow obvious one, at every event of a log. */
class SoFarTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final long LATER = Duration.ofDays(20).toNanos();

  private int open;
  private int closed;

  /** The slow twin: all from the beginning, then time passes, which closes what is open. */
  private static Optional<FeatureRow> forced(FeatureSet set, List<MarketEvent> prefix) {
    Replay replay = set.start();
    prefix.forEach(event -> replay.on(event, row -> {}, late -> {}));
    MarketEvent last = prefix.get(prefix.size() - 1);
    List<FeatureRow> rows = new ArrayList<>();
    replay.on(
        new Heartbeat(last.instrument(), last.offset() + 1, last.eventTimeNanos() + LATER),
        rows::add,
        late -> {});
    assertThat(rows).hasSizeLessThanOrEqualTo(1);
    return rows.stream().findFirst();
  }

  private static void same(Optional<FeatureRow> one, Optional<FeatureRow> other) {
    assertThat(one.map(FeatureRow::bar)).isEqualTo(other.map(FeatureRow::bar));
    assertThat(one.map(SoFarTest::bits)).isEqualTo(other.map(SoFarTest::bits));
  }

  private static List<Integer> bits(FeatureRow row) {
    List<Integer> bits = new ArrayList<>();
    for (float value : row.values()) {
      bits.add(Float.floatToRawIntBits(value));
    }
    return bits;
  }

  /** Of a sampler whose bars end with time. */
  private void law(FeatureSet set, List<MarketEvent> log) {
    Replay watched = set.start();
    Replay plain = set.start();
    Optional<FeatureRow> before = Optional.empty();
    for (int i = 0; i < log.size(); i++) {
      MarketEvent event = log.get(i);
      List<FeatureRow> rows = new ArrayList<>();
      List<FeatureRow> without = new ArrayList<>();
      watched.on(event, rows::add, late -> {});
      plain.on(event, without::add, late -> {});
      assertThat(rows).hasSameSizeAs(without);
      for (int k = 0; k < rows.size(); k++) {
        same(Optional.of(rows.get(k)), Optional.of(without.get(k)));
        if (rows.get(k).bar().offset() < event.offset()) {
          same(Optional.of(rows.get(k)), before);
          closed++;
        }
      }
      before = watched.soFar();
      assertThat(watched.snapshot()).isEqualTo(plain.snapshot());
      same(before, forced(set, log.subList(0, i + 1)));
      open += before.isPresent() ? 1 : 0;
    }
  }

  @Test
  void barsOfTimeOverTradesQuotesBooksAndVendorBars() {
    Seeds.forEach(
        2,
        (seed, random) -> {
          for (String name : List.of("bars40", "core65", "quality")) {
            List<MarketEvent> log = new EventGenerator(BarGenerator.minutes()).events(random, 40);
            law(FeatureSets.named(name, MINUTE), log);
            law(
                FeatureSets.named(name, MINUTE),
                log.stream().filter(event -> !(event instanceof Bar)).toList());
          }
        });
    assertThat(open).isGreaterThan(100);
    assertThat(closed).isGreaterThan(30);
  }

  @Test
  void barsOfSessions() {
    Seeds.forEach(
        4,
        (seed, random) ->
            law(
                FeatureSets.named("core65", Samplers.parse("session-nyse-1800s")),
                SamplerRuns.events(random, 200)));
    assertThat(open).isGreaterThan(50);
    assertThat(closed).isPositive();
  }

  /** Bars that a trade fills: the first bar after n trades is that of a bar of n trades. */
  @Test
  void barsThatFillAreAsIfTheyWereFullAndGoneOnceTheyAre() {
    SplittableRandom random = new SplittableRandom(1);
    List<MarketEvent> trades =
        SamplerRuns.events(random, 90).stream().filter(event -> event instanceof Trade).toList();
    for (String id : List.of("tick-60", "volume-1e6", "tick-imbalance-100")) {
      Replay replay = FeatureSets.named("core65", Samplers.parse(id)).start();
      for (int n = 1; n <= 70; n++) {
        replay.on(trades.get(n - 1), row -> {}, late -> {});
        if (id.equals("tick-60") && n >= 60) {
          assertThat(replay.soFar().isPresent()).isEqualTo(n > 60);
        } else {
          List<FeatureRow> full = new ArrayList<>();
          Replay slow = FeatureSets.named("core65", new TickBars(n)).start();
          trades.subList(0, n).forEach(trade -> slow.on(trade, full::add, late -> {}));
          same(replay.soFar(), Optional.of(full.get(0)));
        }
      }
    }
  }

  @Test
  void nothingIsInTheMakingBeforeTheFirstPrice() {
    Replay replay = FeatureSets.bars40(MINUTE).start();
    assertThat(replay.soFar()).isEmpty();
    replay.on(new Heartbeat(SamplerRuns.X, 1, 1), row -> {}, late -> {});
    assertThat(replay.soFar()).isEmpty();
    replay.on(SamplerRuns.trade(2, 2, 5, 1, Aggressor.BUY), row -> {}, late -> {});
    assertThat(replay.soFar().map(row -> row.bar().close())).contains(5.0);
    assertThat(replay.soFar().map(row -> row.bar().offset())).contains(2L);
  }
}
