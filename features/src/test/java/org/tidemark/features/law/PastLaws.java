package org.tidemark.features.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.tidemark.features.Feature;
import org.tidemark.features.Memory;
import org.tidemark.features.Warmup;
import org.tidemark.market.Bar;
import org.tidemark.market.EventKind;
import org.tidemark.market.MarketEvent;
import org.tidemark.testkit.Seeds;

/** Laws about what a row may depend on: nothing after it, and nothing before the memory. */
final class PastLaws {
  private PastLaws() {}

  static void future(Feature<?> feature) {
    RandomLogs logs = new RandomLogs(feature);
    int count = logs.bars(300);
    Seeds.forEach(
        4,
        (seed, random) -> {
          List<MarketEvent> log = logs.log(random, 300);
          List<int[]> rows = Folds.rows(feature, log);
          int cut = random.nextInt(1, count);
          int last = Logs.bars(log).get(cut - 1);
          List<MarketEvent> removed = log.subList(0, last + 1);
          List<MarketEvent> changed = new ArrayList<>(removed);
          long next = log.get(last).eventTimeNanos();
          changed.addAll(logs.generator(RandomLogs.X).events(random, random.nextInt(1, 400), next));
          Folds.same(Folds.rows(feature, removed), rows.subList(0, cut), "removed");
          Folds.same(Folds.rows(feature, changed).subList(0, cut), rows.subList(0, cut), "new");
          assertThat(Folds.lastRow(feature, removed))
              .as("reading only once")
              .isEqualTo(rows.get(cut - 1));
        });
  }

  static void memory(Feature<?> feature) {
    if (feature.memory() instanceof Memory.Unbounded) {
      // Beyond its warm-up it remembers too, or that would be all its memory.
      int warm = feature.doc().warmup() instanceof Warmup.Bars bars ? bars.count() : 1;
      oldestMatters(feature, warm > 60 ? 2 * warm : 70, warm > 60 ? warm : 1);
      return;
    }
    int[] tried = {0};
    Seeds.forEach(30, (seed, random) -> tried[0] += forgets(feature, random));
    assertThat(tried[0]).as("rows tried").isPositive();
    if (feature.memory() instanceof Memory.Bars memory) {
      oldestMatters(feature, memory.count(), 1);
    } else if (feature.memory() instanceof Memory.Resting memory) {
      oldestMatters(feature, memory.count(), 1);
    }
  }

  /** Takes away and replaces what is older; the number of rows that this was tried on. */
  private static int forgets(Feature<?> feature, SplittableRandom random) {
    RandomLogs logs = new RandomLogs(feature);
    List<MarketEvent> log = logs.log(random, 400);
    List<Integer> bars = Logs.bars(log);
    int end = random.nextInt(bars.size() / 2, bars.size());
    int oldest = oldestBar(feature.memory(), log, bars, end);
    if (oldest < 0) {
      return 0; // the series is younger than the memory
    }
    int start = oldest == 0 ? 0 : bars.get(oldest - 1) + 1;
    List<MarketEvent> before = log.subList(0, start);
    List<MarketEvent> resting =
        feature.memory() instanceof Memory.Resting ? Logs.resting(before) : List.of();
    List<MarketEvent> kept = new ArrayList<>(resting);
    kept.addAll(log.subList(start, bars.get(end) + 1));
    int[] row = Folds.lastRow(feature, log.subList(0, bars.get(end) + 1));
    assertThat(Folds.lastRow(feature, kept)).as("without what is older").isEqualTo(row);
    Bar first = (Bar) log.get(bars.get(oldest));
    Set<EventKind> stands = EnumSet.noneOf(EventKind.class);
    resting.forEach(e -> stands.add(EventKind.of(e)));
    List<MarketEvent> changed = new ArrayList<>();
    logs.generator(RandomLogs.X).events(random, 150, 0).stream()
        .filter(e -> e.eventTimeNanos() <= first.openTimeNanos())
        .filter(e -> !Logs.isUsable(e) || stands.contains(EventKind.of(e)))
        .forEach(changed::add);
    // What stands came before the close of the bar that the memory begins after.
    changed.addAll(Math.max(0, changed.size() - 1), resting);
    changed.addAll(kept.subList(resting.size(), kept.size()));
    assertThat(Folds.lastRow(feature, changed)).as("other older").isEqualTo(row);
    return 1;
  }

  /** Number of the oldest bar that the row at bar {@code end} may depend on. */
  private static int oldestBar(Memory memory, List<MarketEvent> log, List<Integer> bars, int end) {
    if (memory instanceof Memory.Bars count) {
      return end - count.count() + 1;
    } else if (memory instanceof Memory.Resting count) {
      return end - count.count() + 1;
    }
    long span = ((Memory.Span) memory).duration().toNanos();
    long limit = log.get(bars.get(end)).eventTimeNanos() - span;
    int start = end;
    while (start >= 0 && log.get(bars.get(start)).eventTimeNanos() > limit) {
      start--;
    }
    return start;
  }

  /** Were the declared memory too long, no change at its far end would ever show. */
  private static void oldestMatters(Feature<?> feature, int count, int oldest) {
    RandomLogs logs = new RandomLogs(feature);
    for (long seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<MarketEvent> log = logs.generator(RandomLogs.X).events(random, count);
      List<MarketEvent> changed = new ArrayList<>(log);
      double up = 1 + random.nextDouble(-0.05, 0.05);
      for (int i = 0; i <= Logs.bars(log).get(oldest - 1); i++) {
        MarketEvent other = Logs.changed(log.get(i), up);
        // A lone bar may also have come at another time: calendar features see nothing else.
        changed.set(i, count == 1 ? Logs.later(other) : other);
      }
      if (!Arrays.equals(Folds.lastRow(feature, log), Folds.lastRow(feature, changed))) {
        return;
      }
    }
    throw new AssertionError(
        feature.id() + " declares more memory than it uses: " + feature.memory());
  }
}
