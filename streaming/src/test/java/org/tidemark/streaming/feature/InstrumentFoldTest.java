package org.tidemark.streaming.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;
import org.tidemark.testkit.Seeds;

class InstrumentFoldTest {
  private static final FeatureSet SET = FeatureSets.bars40(Duration.ofMinutes(1));
  private static final InstrumentId NAME = new InstrumentId("BTCUSD");
  private static final long SECOND = 1_000_000_000L;
  private static final long DAY = 86_400 * SECOND;
  private static final long START = 1_500_000_000L * SECOND;
  private static final long LATER = START + 3000 * DAY;

  private final List<FeatureRow> rows = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<MarketEvent> taken = new ArrayList<>();
  private final List<InstrumentFold.Origin> origins = new ArrayList<>();
  private InstrumentFold fold = InstrumentFold.start(SET, TickLimits.standard());

  private static Trade trade(long offset, long time) {
    return new Trade(NAME, offset, time, 100 + offset % 7, 1, Aggressor.BUY);
  }

  private boolean feed(MarketEvent event) {
    boolean good =
        fold.on(event, LATER, rows::add, origins::add, (reason, detail) -> refusals.add(reason));
    if (good) {
      taken.add(event);
    }
    return good;
  }

  /** What is kept of a live instrument, its origin and the ticks taken, gives its rows again. */
  private void assertReplays() {
    assertThat(origins).hasSize(1);
    Replay replay = SET.restore(origins.get(0).snapshot());
    List<FeatureRow> again = new ArrayList<>();
    taken.forEach(tick -> replay.on(tick, again::add, late -> Assertions.fail("late: " + late)));
    assertThat(again).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).bar()).isEqualTo(again.get(i).bar());
      assertThat(Arrays.equals(rows.get(i).values(), again.get(i).values())).isTrue();
    }
  }

  @Test
  void anOffsetThatDoesNotRiseIsADuplicate() {
    assertThat(feed(trade(5, START))).isTrue();
    assertThat(feed(trade(5, START))).isFalse();
    assertThat(feed(trade(4, START))).isFalse();
    assertThat(feed(trade(6, START))).isTrue();
    assertThat(refusals).containsExactly(Refusal.DUPLICATE, Refusal.DUPLICATE);
  }

  @Test
  void aTickAfterItsArrivalIsFarFutureAlsoAsTheFirstOne() {
    long minute = 60 * SECOND;
    assertThat(feed(trade(1, LATER + minute + 1))).isFalse();
    assertThat(feed(trade(2, Long.MAX_VALUE))).isFalse();
    assertThat(feed(trade(3, LATER + minute))).isTrue();
    assertThat(refusals).containsExactly(Refusal.FAR_FUTURE, Refusal.FAR_FUTURE);
  }

  @Test
  void aLeapIsBelievedOnceThreeTicksInARowAgree() {
    feed(trade(1, START));
    long gap = START + 40 * DAY;
    assertThat(feed(trade(2, gap))).isFalse();
    assertThat(feed(trade(3, START + SECOND))).as("a lone leap is forgotten").isTrue();
    assertThat(feed(trade(4, gap))).isFalse();
    assertThat(feed(trade(5, gap + SECOND))).isFalse();
    assertThat(feed(trade(6, gap + 2 * SECOND))).isFalse();
    assertThat(feed(trade(7, gap + 3 * SECOND))).isTrue();
    assertThat(feed(trade(8, gap + 4 * SECOND))).isTrue();
    assertThat(refusals).hasSize(4).containsOnly(Refusal.FAR_FUTURE);
  }

  @Test
  void leapsThatDisagreeAreNeverBelieved() {
    feed(trade(1, START));
    for (int i = 2; i < 40; i++) {
      assertThat(feed(trade(i, START + i * 20 * DAY))).isFalse();
    }
    assertThat(feed(trade(40, START + SECOND))).isTrue();
  }

  @Test
  void timeThatRunsBackOrIsNegativeIsRefused() {
    feed(trade(1, START));
    assertThat(feed(trade(2, START - 1))).isFalse();
    assertThat(feed(trade(3, -1))).isFalse();
    assertThat(feed(trade(4, Long.MIN_VALUE))).isFalse();
    assertThat(refusals)
        .containsExactly(Refusal.TOO_LATE, Refusal.BEFORE_EPOCH, Refusal.BEFORE_EPOCH);
  }

  @Test
  void barsAndTicksDoNotMixAndBarsHaveTheLengthOfTheSet() {
    long close = START / (60 * SECOND) * 60 * SECOND;
    Bar bar = new Bar(NAME, 1, close, close - 60 * SECOND, 1, 1, 1, 1, 0);
    Bar hour = new Bar(NAME, 2, close, close - 3600 * SECOND, 1, 1, 1, 1, 0);
    assertThat(feed(hour)).isFalse();
    assertThat(feed(new Heartbeat(NAME, 0, close))).isTrue();
    assertThat(feed(bar)).isTrue();
    assertThat(feed(trade(3, close))).isFalse();
    assertThat(feed(new Heartbeat(NAME, 4, close))).isTrue();
    fold = InstrumentFold.start(SET, TickLimits.standard());
    assertThat(feed(trade(0, close))).isTrue();
    assertThat(feed(bar)).isFalse();
    assertThat(refusals).hasSize(3).containsOnly(Refusal.WRONG_BAR);
  }

  @Test
  void refusedTicksChangeNothingAndSnapshotsGoOnAsIfNothingHappened() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          InstrumentFold clean = InstrumentFold.start(SET, TickLimits.standard());
          InstrumentFold dirty = InstrumentFold.start(SET, TickLimits.standard());
          List<FeatureRow> expected = new ArrayList<>();
          List<FeatureRow> found = new ArrayList<>();
          long dead = 0;
          long refused = 0;
          for (long offset = 0; offset < 400; offset++) {
            long time = START + offset * 11 * SECOND;
            Trade good = trade(offset * 2, time);
            clean.on(good, LATER, expected::add, begun -> {}, (reason, detail) -> {});
            assertThat(dirty.on(good, LATER, found::add, begun -> {}, (reason, detail) -> {}))
                .isTrue();
            MarketEvent bad =
                switch (random.nextInt(8)) {
                  case 0 -> trade(offset * 2 + 1, time + 50 * DAY + random.nextLong(9 * DAY));
                  case 1 -> trade(offset * 2 + 1, LATER + DAY);
                  case 2 -> trade(offset * 2 + 1, time - random.nextLong(1, DAY));
                  case 3 -> trade(offset, time);
                  case 4 -> new Bar(NAME, offset * 2 + 1, time, time - 60 * SECOND, 1, 1, 1, 1, 0);
                  default -> good;
                };
            boolean taken = dirty.on(bad, LATER, found::add, begun -> {}, (reason, detail) -> {});
            assertThat(taken).isFalse();
            dead++;
            refused += taken ? 0 : 1;
            if (random.nextInt(10) == 0) {
              dirty = InstrumentFold.restore(SET, TickLimits.standard(), dirty.snapshot());
            }
          }
          assertThat(refused).isEqualTo(dead);
          assertThat(found).hasSameSizeAs(expected).hasSizeGreaterThan(60);
          for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).bar()).isEqualTo(expected.get(i).bar());
            assertThat(Arrays.equals(found.get(i).values(), expected.get(i).values())).isTrue();
          }
        });
  }

  /** A fold after the trades with even offsets up to 1000, as a batch run would have saved it. */
  private static InstrumentFold resumed() {
    Replay replay = SET.start();
    for (int i = 0; i <= 500; i++) {
      replay.on(trade(2L * i, START + i * 11 * SECOND), row -> {}, late -> {});
    }
    return InstrumentFold.resume(
        SET,
        TickLimits.standard(),
        new SavedStates.Saved(false, START + 500 * 11 * SECOND, replay.snapshot()));
  }

  @Test
  void afterASavedStateTheStreamIsTheRestOfAFullRun() {
    InstrumentFold whole = InstrumentFold.start(SET, TickLimits.standard());
    List<FeatureRow> expected = new ArrayList<>();
    for (int i = 0; i <= 900; i++) {
      if (i == 501) {
        expected.clear();
      }
      whole.on(
          trade(2L * i, START + i * 11 * SECOND),
          LATER,
          expected::add,
          begun -> {},
          (why, detail) -> {});
    }
    fold = resumed();
    // The feed begins before the state's end: what that has seen is refused.
    for (int i = 400; i <= 900; i++) {
      assertThat(feed(trade(2L * i, START + i * 11 * SECOND))).isEqualTo(i > 500);
      fold = InstrumentFold.restore(SET, TickLimits.standard(), fold.snapshot());
    }
    assertThat(refusals).hasSize(101).containsOnly(Refusal.DUPLICATE);
    assertReplays();
    assertThat(origins.get(0).savedUntilNanos()).hasValue(START + 500 * 11 * SECOND);
    assertThat(rows).hasSameSizeAs(expected).hasSizeGreaterThan(60);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).bar()).isEqualTo(expected.get(i).bar());
      assertThat(Arrays.equals(rows.get(i).values(), expected.get(i).values())).isTrue();
    }
  }

  @Test
  void aFeedThatCountsItsOffsetsFromOneBeginsAnewAfterThreeWitnesses() {
    fold = resumed();
    long next = START + 6000 * SECOND;
    for (int i = 1; i < 400; i++) {
      assertThat(feed(trade(i, next + i * 11 * SECOND))).isEqualTo(i > 3);
      fold = InstrumentFold.restore(SET, TickLimits.standard(), fold.snapshot());
    }
    assertThat(refusals).hasSize(3).containsOnly(Refusal.OTHER_LOG);
    assertReplays();
    assertThat(origins.get(0).savedUntilNanos()).isEmpty();
    InstrumentFold cold = InstrumentFold.start(SET, TickLimits.standard());
    List<FeatureRow> expected = new ArrayList<>();
    for (int i = 4; i < 400; i++) {
      cold.on(
          trade(i, next + i * 11 * SECOND), LATER, expected::add, begun -> {}, (why, detail) -> {});
    }
    assertThat(rows).hasSameSizeAs(expected).hasSizeGreaterThan(60);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(Arrays.equals(rows.get(i).values(), expected.get(i).values())).isTrue();
    }
  }

  @Test
  void fewerStrangersInARowDoNotCostTheSavedState() {
    fold = resumed();
    long next = START + 6000 * SECOND;
    long minute = START / (60 * SECOND) * 60 * SECOND + 6000 * SECOND;
    assertThat(feed(trade(1, next))).isFalse();
    assertThat(feed(new Bar(NAME, 2000, minute, minute - 60 * SECOND, 1, 1, 1, 1, 0))).isFalse();
    assertThat(feed(trade(10, START))).isFalse();
    assertThat(feed(trade(2, next))).isFalse();
    assertThat(feed(trade(3, LATER + DAY))).isFalse();
    assertThat(feed(trade(1001, next))).isTrue();
    assertThat(feed(trade(4, next))).isFalse();
    assertThat(refusals)
        .containsExactly(
            Refusal.OTHER_LOG,
            Refusal.OTHER_LOG,
            Refusal.DUPLICATE,
            Refusal.OTHER_LOG,
            Refusal.FAR_FUTURE,
            Refusal.DUPLICATE);
    assertThat(rows).isNotEmpty();
  }

  @Test
  void aStateOfAFormatBeforeIsReadAsItWas() {
    feed(trade(1, START));
    byte[] now = fold.snapshot();
    for (int format = 1; format <= 2; format++) {
      byte[] before = Arrays.copyOf(now, now.length - (3 - format) * (Long.BYTES + Integer.BYTES));
      java.nio.ByteBuffer.wrap(before).putInt(4, format);
      assertThat(InstrumentFold.restore(SET, TickLimits.standard(), before).snapshot())
          .isEqualTo(now);
    }
  }

  @Test
  void anInstrumentThatBeganBeforeOriginsWereNotedHasNone() {
    feed(trade(1, START));
    byte[] now = fold.snapshot();
    byte[] before = Arrays.copyOf(now, now.length - Long.BYTES - Integer.BYTES);
    java.nio.ByteBuffer.wrap(before).putInt(4, 2);
    origins.clear();
    fold = InstrumentFold.restore(SET, TickLimits.standard(), before);
    assertThat(feed(trade(2, START))).isTrue();
    assertThat(origins).isEmpty();
    now = resumed().snapshot();
    before = Arrays.copyOf(now, now.length - Long.BYTES - Integer.BYTES);
    java.nio.ByteBuffer.wrap(before).putInt(4, 2);
    fold = InstrumentFold.restore(SET, TickLimits.standard(), before);
    assertThat(feed(trade(1002, START + 6000 * SECOND))).isTrue();
    assertThat(origins).hasSize(1);
    assertThat(origins.get(0).savedUntilNanos()).isPresent();
  }

  @Test
  void aVendorBarIsRefusedWhereTradesAreSampled() {
    FeatureSet ticks = FeatureSets.named("bars40", Samplers.parse("tick-2"));
    fold = InstrumentFold.start(ticks, TickLimits.standard());
    assertThat(feed(new Bar(NAME, 1, START, START - 60 * SECOND, 1, 1, 1, 1, 0))).isFalse();
    assertThat(feed(trade(2, START))).isTrue();
    assertThat(feed(trade(3, START))).isTrue();
    assertThat(refusals).containsExactly(Refusal.WRONG_BAR);
    assertThat(rows).hasSize(1);
  }

  @Test
  void aStateThatIsNotOursNamesTheRemedy() {
    byte[] other =
        InstrumentFold.start(FeatureSets.bars40(Duration.ofMinutes(5)), TickLimits.standard())
            .snapshot();
    byte[] newer = new StateWriter().putInt(0x4C495645).putInt(9).toBytes();
    for (byte[] bytes : new byte[][] {other, newer, new byte[8], new byte[2]}) {
      assertThatThrownBy(() -> InstrumentFold.restore(SET, TickLimits.standard(), bytes))
          .isInstanceOf(StateException.class);
    }
    assertThatThrownBy(() -> InstrumentFold.restore(SET, TickLimits.standard(), other))
        .hasMessageContaining("start the query under a new name");
    assertThatThrownBy(() -> InstrumentFold.restore(SET, TickLimits.standard(), newer))
        .hasMessageContaining("format 9");
  }

  @Test
  void limitsAreChecked() {
    assertThatThrownBy(() -> new TickLimits(Duration.ZERO, Duration.ZERO, 1))
        .hasMessageContaining("must be positive");
    assertThatThrownBy(() -> new TickLimits(Duration.ZERO, Duration.ofDays(1), 0))
        .hasMessageContaining("witnesses = 0");
  }
}
