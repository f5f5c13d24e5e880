package org.tidemark.features.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.testkit.Seeds;

/** Laws of the reorder buffer, against a slow twin that looks at the whole log. */
class ReorderBufferLawsTest {
  private static final long LATENESS = 50;

  private static MarketEvent at(long offset, long time) {
    return new Heartbeat(new InstrumentId("X"), offset, time);
  }

  /** Distinct times, each event delayed by at most {@code delay} before it arrives. */
  private static List<Long> arrivals(List<Long> times, SplittableRandom random, long delay) {
    record Arrival(long time, long known) {}
    return times.stream()
        .map(t -> new Arrival(t, t + random.nextLong(delay + 1)))
        .sorted(Comparator.comparingLong(Arrival::known).thenComparingLong(Arrival::time))
        .map(Arrival::time)
        .toList();
  }

  private static List<MarketEvent> log(List<Long> times) {
    List<MarketEvent> log = new ArrayList<>();
    times.forEach(time -> log.add(at(log.size(), time)));
    return log;
  }

  private static List<Long> times(SplittableRandom random, int count, int step) {
    List<Long> times = new ArrayList<>();
    long time = random.nextInt(1000);
    for (int i = 0; i < count; i++) {
      time += random.nextInt(1, step);
      times.add(time);
    }
    return times;
  }

  @Test
  void anyArrivalWithinTheLatenessGivesTheSameOrder() {
    Seeds.forEach(
        100,
        (seed, random) -> {
          List<Long> times = times(random, 200, 20);
          List<Long> ordered = new ArrayList<>();
          List<MarketEvent> late = new ArrayList<>();
          ReorderBuffer buffer = new ReorderBuffer(LATENESS);
          List<MarketEvent> log = log(arrivals(times, random, LATENESS));
          log.forEach(e -> buffer.on(e, o -> ordered.add(o.eventTimeNanos()), late::add));
          buffer.on(
              at(log.size(), times.get(199) + LATENESS + 1),
              o -> ordered.add(o.eventTimeNanos()),
              late::add);
          assertThat(late).isEmpty();
          assertThat(ordered).isEqualTo(times);
        });
  }

  @Test
  void orderedPlusLatePlusHeldIsTheInputAndTheTwinAgrees() {
    Seeds.forLists(
        200,
        random -> {
          List<MarketEvent> log = new ArrayList<>();
          random.ints(random.nextInt(1, 120), 0, 400).forEach(t -> log.add(at(log.size(), t)));
          return log;
        },
        log -> {
          List<MarketEvent> ordered = new ArrayList<>();
          List<MarketEvent> late = new ArrayList<>();
          ReorderBuffer buffer = new ReorderBuffer(LATENESS);
          log.forEach(e -> buffer.on(e, ordered::add, late::add));
          assertThat(ordered.size() + late.size() + buffer.size()).isEqualTo(log.size());
          List<MarketEvent> both = new ArrayList<>(ordered);
          both.addAll(late);
          assertThat(both).doesNotHaveDuplicates().isSubsetOf(log);
          assertThat(ordered)
              .isSortedAccordingTo(Comparator.comparing(MarketEvent::eventTimeNanos));
          List<MarketEvent> slowOrdered = new ArrayList<>();
          assertThat(slow(log, slowOrdered)).isEqualTo(late);
          assertThat(slowOrdered).isEqualTo(ordered);
        });
  }

  /** The rule as stated: release what is older than the newest minus lateness, by time, offset. */
  private static List<MarketEvent> slow(List<MarketEvent> log, List<MarketEvent> ordered) {
    List<MarketEvent> late = new ArrayList<>();
    List<MarketEvent> waiting = new ArrayList<>();
    for (MarketEvent event : log) {
      boolean tooLate =
          !ordered.isEmpty()
              && event.eventTimeNanos() < ordered.get(ordered.size() - 1).eventTimeNanos();
      if (tooLate) {
        late.add(event);
        continue;
      }
      waiting.add(event);
      long newest =
          log.stream()
              .limit(event.offset() + 1)
              .mapToLong(MarketEvent::eventTimeNanos)
              .max()
              .getAsLong();
      List<MarketEvent> due =
          waiting.stream()
              .filter(w -> w.eventTimeNanos() <= newest - LATENESS)
              .sorted(
                  Comparator.comparingLong(MarketEvent::eventTimeNanos)
                      .thenComparingLong(MarketEvent::offset))
              .toList();
      ordered.addAll(due);
      waiting.removeAll(due);
    }
    return late;
  }

  @Test
  void withoutLatenessEventsPassAtOnceUnlessTimeRunsBack() {
    List<Long> ordered = new ArrayList<>();
    List<Long> late = new ArrayList<>();
    ReorderBuffer buffer = new ReorderBuffer(0);
    for (MarketEvent e : log(List.of(5L, 5L, 9L, 8L, 9L, 10L))) {
      buffer.on(e, o -> ordered.add(o.offset()), l -> late.add(l.offset()));
    }
    assertThat(ordered).containsExactly(0L, 1L, 2L, 4L, 5L);
    assertThat(late).containsExactly(3L);
    assertThat(buffer.size()).isZero();
  }

  @Test
  void savingAndLoadingChangesNothing() {
    Seeds.forEach(
        50,
        (seed, random) -> {
          List<MarketEvent> log = log(arrivals(times(random, 150, 20), random, 90));
          List<String> whole = new ArrayList<>();
          ReorderBuffer one = new ReorderBuffer(LATENESS);
          log.forEach(e -> one.on(e, o -> whole.add("" + o), l -> whole.add("late " + l)));
          List<String> pieces = new ArrayList<>();
          ReorderBuffer other = new ReorderBuffer(LATENESS);
          for (MarketEvent e : log) {
            StateWriter out = new StateWriter();
            other.save(out);
            other = ReorderBuffer.load(LATENESS, new StateReader(out.toBytes()));
            other.on(e, o -> pieces.add("" + o), l -> pieces.add("late " + l));
          }
          assertThat(pieces).isEqualTo(whole);
        });
  }

  @Test
  void aNegativeLatenessIsRefused() {
    assertThatThrownBy(() -> new ReorderBuffer(-1)).hasMessageContaining("must not be negative");
  }
}
