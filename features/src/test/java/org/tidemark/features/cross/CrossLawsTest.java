package org.tidemark.features.cross;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.set.CrossSets;
import org.tidemark.features.state.StateException;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.testkit.Seeds;

/** The laws of stage two, for every registered cross-instrument feature at once. */
class CrossLawsTest {
  private static final long END = Long.MAX_VALUE / 2;

  private static List<MarketEvent> closed(
      List<List<Bar>> logs, long until, SplittableRandom random) {
    List<MarketEvent> events = new ArrayList<>(CrossLogs.shuffled(logs, random));
    events.addAll(CrossLogs.beats(until));
    return events;
  }

  private static void same(List<CrossOracle.Row> found, List<CrossOracle.Row> wanted) {
    assertThat(found).hasSameSizeAs(wanted);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).as("row " + i).isEqualTo(wanted.get(i));
    }
  }

  @Test
  void theSlowTwinGivesTheSameBits() {
    Seeds.forEach(
        3,
        (seed, random) -> {
          List<List<Bar>> logs = CrossLogs.bars(random, 80);
          List<CrossOracle.Row> rows =
              CrossLogs.rows(CrossLogs.SET.start(), closed(logs, END, random));
          assertThat(rows).hasSize(320);
          same(rows, new CrossOracle(CrossLogs.FOUR, logs).rows(END));
        });
  }

  /** Rows come up to the time that the slowest member has reached, and no further. */
  @Test
  void theOrderOfArrivalBetweenMembersChangesNothing() {
    Seeds.forEach(
        10,
        (seed, random) -> {
          List<List<Bar>> logs = CrossLogs.bars(random, 200);
          CrossReplay one = CrossLogs.SET.start();
          CrossReplay two = CrossLogs.SET.start();
          List<CrossOracle.Row> rows = CrossLogs.rows(one, CrossLogs.shuffled(logs, random));
          same(CrossLogs.rows(two, CrossLogs.shuffled(logs, random)), rows);
          assertThat(two.snapshot()).isEqualTo(one.snapshot());
          long reached =
              logs.stream()
                  .mapToLong(l -> l.get(l.size() - 1).eventTimeNanos())
                  .min()
                  .orElseThrow();
          assertThat(one.reachedNanos()).isEqualTo(reached);
          assertThat(rows).allMatch(row -> row.bar().eventTimeNanos() <= reached);
          assertThat(rows.size() + one.waiting()).isEqualTo(800);
        });
  }

  @Test
  void resumingAtAnyCutChangesNothing() {
    Seeds.forEach(
        6,
        (seed, random) -> {
          List<MarketEvent> events = closed(CrossLogs.bars(random, 120), END, random);
          CrossReplay whole = CrossLogs.SET.start();
          List<CrossOracle.Row> rows = CrossLogs.rows(whole, events);
          CrossReplay part = CrossLogs.SET.start();
          List<CrossOracle.Row> resumed = new ArrayList<>();
          for (int from = 0; from < events.size(); ) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(40));
            resumed.addAll(CrossLogs.rows(part, events.subList(from, to)));
            byte[] snapshot = part.snapshot();
            part = CrossLogs.SET.restore(snapshot);
            assertThat(part.snapshot()).isEqualTo(snapshot);
            from = to;
          }
          same(resumed, rows);
          assertThat(part.snapshot()).isEqualTo(whole.snapshot());
        });
  }

  /**
   * Ticks whose clocks run back, in one batch, in many, event by event: the same rows and state.
   */
  @Test
  void theCutIntoBatchesChangesNothing() {
    Seeds.forEach(
        4,
        (seed, random) -> {
          List<List<MarketEvent>> logs = CrossLogs.ticks(random, 250);
          CrossLogs.Run whole = new CrossLogs.Run();
          whole.batch(CrossLogs.shuffled(logs, random), random);
          assertThat(whole.rows).hasSizeGreaterThan(250);
          assertThat(whole.refused).as("ticks whose clock ran back").isPositive();
          assertThat(whole.late).isEmpty();
          for (int most : new int[] {1, 7, 100}) {
            CrossLogs.Run cut = new CrossLogs.Run();
            List<MarketEvent> events = CrossLogs.shuffled(logs, random);
            for (int from = 0; from < events.size(); ) {
              int to = Math.min(events.size(), from + 1 + random.nextInt(most));
              cut.batch(events.subList(from, to), random);
              from = to;
            }
            assertThat(cut.outcome()).isEqualTo(whole.outcome());
          }
        });
  }

  @Test
  void nothingAfterATimeChangesARowUpToIt() {
    Seeds.forEach(
        8,
        (seed, random) -> {
          List<List<Bar>> logs = CrossLogs.bars(random, 150);
          long cut = logs.get(random.nextInt(4)).get(random.nextInt(1, 150)).eventTimeNanos();
          List<List<Bar>> other = CrossLogs.bars(random, 400);
          List<List<Bar>> past = new ArrayList<>();
          List<List<Bar>> changed = new ArrayList<>();
          for (int i = 0; i < logs.size(); i++) {
            past.add(logs.get(i).stream().filter(b -> b.eventTimeNanos() <= cut).toList());
            List<Bar> mixed = new ArrayList<>(past.get(i));
            other.get(i).stream().filter(b -> b.eventTimeNanos() > cut).forEach(mixed::add);
            changed.add(mixed);
          }
          List<CrossOracle.Row> rows =
              CrossLogs.rows(CrossLogs.SET.start(), closed(past, cut, random));
          for (List<List<Bar>> world : List.of(logs, changed)) {
            same(
                CrossLogs.rows(CrossLogs.SET.start(), closed(world, END, random)).stream()
                    .filter(row -> row.bar().eventTimeNanos() <= cut)
                    .toList(),
                rows);
          }
        });
  }

  /** The member's bars in the window, the others' since its oldest, and one bar before of each. */
  @Test
  void nothingOlderThanTheMemoryMattersAndTheOldestInItDoes() {
    for (int at = 0; at < CrossSets.FEATURES.size(); at++) {
      CrossFeature feature = CrossSets.FEATURES.get(at);
      int column = at;
      int[] differ = new int[1];
      Seeds.forEach(
          12,
          (seed, random) -> {
            List<List<Bar>> logs = CrossLogs.bars(random, 140);
            List<Bar> own = logs.get(0);
            int end = random.nextInt(feature.pairs(), 140);
            long time = own.get(end).eventTimeNanos();
            long begin = own.get(end - feature.pairs()).eventTimeNanos();
            long oldest = feature.pairs() == 0 ? begin - 1 : begin;
            List<List<Bar>> kept = new ArrayList<>();
            List<List<Bar>> shorter = new ArrayList<>();
            for (List<Bar> log : logs) {
              List<Bar> past = log.stream().filter(b -> b.eventTimeNanos() <= time).toList();
              long before = past.stream().filter(b -> b.eventTimeNanos() <= oldest).count();
              kept.add(past.subList((int) Math.max(0, before - 1), past.size()));
              shorter.add(past);
            }
            List<Bar> moved = new ArrayList<>(shorter.get(0));
            moved.set(end - feature.pairs(), scaled(moved.get(end - feature.pairs()), random));
            shorter.set(0, moved);
            int value = last(logs, time, column, random);
            assertThat(last(kept, time, column, random)).isEqualTo(value);
            differ[0] += last(shorter, time, column, random) == value ? 0 : 1;
          });
      if (feature.pairs() > 0 && !feature.output().name().equals("market_return")) {
        assertThat(differ[0]).as(feature.id() + " uses its oldest bar").isPositive();
      }
    }
  }

  private static Bar scaled(Bar b, SplittableRandom random) {
    double up = random.nextDouble(0.9, 1.1);
    return new Bar(
        b.instrument(),
        b.offset(),
        b.eventTimeNanos(),
        b.openTimeNanos(),
        b.open() * up,
        b.high() * up,
        b.low() * up,
        b.close() * up,
        b.volume());
  }

  /** Bits of one column of member A's row at a time. */
  private static int last(List<List<Bar>> logs, long time, int column, SplittableRandom random) {
    List<CrossOracle.Row> rows =
        CrossLogs.rows(CrossLogs.SET.start(), closed(logs, END, random)).stream()
            .filter(r -> r.bar().eventTimeNanos() == time)
            .filter(r -> r.bar().instrument().equals(CrossLogs.id(0)))
            .toList();
    assertThat(rows).hasSize(1);
    return rows.get(0).bits().get(column);
  }

  @Test
  void readyWhenDocumentedAndEverAfter() {
    Seeds.forEach(
        6,
        (seed, random) -> {
          Map<InstrumentId, Integer> seen = new HashMap<>();
          for (CrossOracle.Row row :
              CrossLogs.rows(
                  CrossLogs.SET.start(), closed(CrossLogs.bars(random, 130), END, random))) {
            int bar = seen.merge(row.bar().instrument(), 1, Integer::sum);
            for (int i = 0; i < row.bits().size(); i++) {
              float value = Float.intBitsToFloat(row.bits().get(i));
              assertThat(Float.isInfinite(value)).isFalse();
              assertThat(Float.isNaN(value))
                  .as("%s at bar %d", CrossSets.FEATURES.get(i).id(), bar)
                  .isEqualTo(bar <= CrossSets.FEATURES.get(i).pairs());
            }
          }
        });
  }

  @Test
  void damagedAndForeignSnapshotsAreRefused() {
    SplittableRandom random = new SplittableRandom(1);
    CrossReplay replay = CrossLogs.SET.start();
    CrossLogs.rows(replay, CrossLogs.shuffled(CrossLogs.bars(random, 80), random));
    byte[] snapshot = replay.snapshot();
    for (int length = 0; length < snapshot.length; length += 1 + length / 40) {
      byte[] cut = Arrays.copyOf(snapshot, length);
      assertThatThrownBy(() -> CrossLogs.SET.restore(cut)).isInstanceOf(StateException.class);
    }
    for (int i = 0; i < 300; i++) {
      byte[] flipped = snapshot.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> CrossLogs.SET.restore(flipped)).isInstanceOf(StateException.class);
    }
    Universe next = new Universe("four", 2, CrossLogs.FOUR.members());
    assertThatThrownBy(() -> CrossSets.of(next, new TimeBars(CrossLogs.MINUTE)).restore(snapshot))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("recompute from the events");
    UniverseState both = new UniverseState(Map.of("A", new byte[] {1, 2}), snapshot);
    assertThat(UniverseState.of(both.toBytes()).toBytes()).isEqualTo(both.toBytes());
    assertThat(UniverseState.of(both.toBytes()).market()).isEqualTo(snapshot);
  }
}
