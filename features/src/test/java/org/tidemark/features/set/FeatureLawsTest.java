package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tidemark.features.Feature;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;
import org.tidemark.market.Bar;
import org.tidemark.market.EventKind;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.testkit.BarGenerator;
import org.tidemark.testkit.EventGenerator;
import org.tidemark.testkit.Seeds;

/** The laws of the fold algebra, for every feature of every registered set. */
class FeatureLawsTest {
  private static final InstrumentId X = new InstrumentId("X");

  private static Stream<DynamicTest> forEachFeature(Consumer<Feature<?>> law) {
    return Registered.features().map(f -> dynamicTest(f.id().toString(), () -> law.accept(f)));
  }

  /** Logs whose few hundred bars are longer than the memory of the feature. */
  private static EventGenerator logs(Feature<?> feature, InstrumentId instrument) {
    boolean days =
        feature.memory() instanceof Memory.Span span
            && span.duration().compareTo(Duration.ofDays(1)) > 0;
    return new EventGenerator(new BarGenerator(instrument, Duration.ofMinutes(days ? 20 : 1)));
  }

  private static List<MarketEvent> log(Feature<?> feature, SplittableRandom random, int bars) {
    return logs(feature, X).events(random, bars);
  }

  private static void same(List<int[]> actual, List<int[]> expected, String what) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(Folds.words(actual.get(i)))
          .as(what + ", row " + i)
          .isEqualTo(Folds.words(expected.get(i)));
      assertThat(actual.get(i)).as(what + ", bits of row " + i).isEqualTo(expected.get(i));
    }
  }

  @TestFactory
  Stream<DynamicTest> resumingChangesNothing() {
    return forEachFeature(
        feature ->
            Seeds.forEach(
                6,
                (seed, random) -> {
                  List<MarketEvent> log = log(feature, random, 400);
                  same(Folds.resumed(feature, log, random), Folds.rows(feature, log), "resumed");
                }));
  }

  @TestFactory
  Stream<DynamicTest> blocksOfBarsChangeNothing() {
    return Registered.features()
        .filter(feature -> feature.inputs().isEmpty())
        .map(feature -> dynamicTest(feature.id().toString(), () -> sameInBlocks(feature)));
  }

  private static void sameInBlocks(Feature<?> feature) {
    Seeds.forEach(
        6,
        (seed, random) -> {
          List<Bar> bars =
              log(feature, random, 1_000).stream()
                  .filter(Bar.class::isInstance)
                  .map(Bar.class::cast)
                  .toList();
          same(Folds.inBlocks(feature, bars, random), Folds.rows(feature, bars), "in blocks");
        });
  }

  @TestFactory
  Stream<DynamicTest> theFutureChangesNothing() {
    return forEachFeature(
        feature ->
            Seeds.forEach(
                4,
                (seed, random) -> {
                  List<MarketEvent> log = log(feature, random, 300);
                  List<int[]> rows = Folds.rows(feature, log);
                  int cut = random.nextInt(1, 300);
                  int last = Logs.bars(log).get(cut - 1);
                  List<MarketEvent> removed = log.subList(0, last + 1);
                  List<MarketEvent> changed = new ArrayList<>(removed);
                  long next = log.get(last).eventTimeNanos();
                  changed.addAll(logs(feature, X).events(random, random.nextInt(1, 400), next));
                  same(Folds.rows(feature, removed), rows.subList(0, cut), "removed");
                  same(Folds.rows(feature, changed).subList(0, cut), rows.subList(0, cut), "new");
                  assertThat(Folds.lastRow(feature, removed))
                      .as("reading only once")
                      .isEqualTo(rows.get(cut - 1));
                }));
  }

  @TestFactory
  Stream<DynamicTest> instrumentsDoNotInfluenceEachOther() {
    return forEachFeature(feature -> Seeds.forEach(3, (seed, random) -> isolated(feature, random)));
  }

  private static <S> void isolated(Feature<S> feature, SplittableRandom random) {
    List<MarketEvent> ours = log(feature, random, 200);
    List<MarketEvent> theirs = logs(feature, new InstrumentId("Y")).events(random, 200);
    S one = feature.initial();
    S two = feature.initial();
    List<int[]> ourRows = new ArrayList<>();
    List<int[]> theirRows = new ArrayList<>();
    for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
      step(feature, one, ours, i, ourRows);
      step(feature, two, theirs, i, theirRows);
    }
    same(ourRows, Folds.rows(feature, ours), "first instrument");
    same(theirRows, Folds.rows(feature, theirs), "second instrument");
  }

  private static <S> void step(
      Feature<S> feature, S state, List<MarketEvent> log, int at, List<int[]> rows) {
    if (at < log.size()) {
      Folds.feed(feature, state, log.get(at));
      if (log.get(at) instanceof Bar) {
        rows.add(Folds.read(feature, state));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> nothingOlderThanTheMemoryMattersAndTheOldestInItDoes() {
    return forEachFeature(
        feature -> {
          if (feature.memory() instanceof Memory.Unbounded) {
            // Beyond its warm-up it remembers too, or that would be all its memory.
            int warm = feature.doc().warmup() instanceof Warmup.Bars bars ? bars.count() : 1;
            oldestMatters(feature, warm > 60 ? 2 * warm : 70, warm > 60 ? warm : 1);
            return;
          }
          int[] tried = {0};
          Seeds.forEach(
              30,
              (seed, random) -> {
                List<MarketEvent> log = log(feature, random, 400);
                List<Integer> bars = Logs.bars(log);
                int end = random.nextInt(200, 400);
                int oldest = oldestBar(feature.memory(), log, bars, end);
                if (oldest < 0) {
                  return; // the series is younger than the memory
                }
                tried[0]++;
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
                logs(feature, X).events(random, 150, 0).stream()
                    .filter(e -> e.eventTimeNanos() <= first.openTimeNanos())
                    .filter(e -> !Logs.isUsable(e) || stands.contains(EventKind.of(e)))
                    .forEach(changed::add);
                // What stands came before the close of the bar that the memory begins after.
                changed.addAll(Math.max(0, changed.size() - 1), resting);
                changed.addAll(kept.subList(resting.size(), kept.size()));
                assertThat(Folds.lastRow(feature, changed)).as("other older").isEqualTo(row);
              });
          assertThat(tried[0]).as("rows tried").isPositive();
          if (feature.memory() instanceof Memory.Bars memory) {
            oldestMatters(feature, memory.count(), 1);
          } else if (feature.memory() instanceof Memory.Resting memory) {
            oldestMatters(feature, memory.count(), 1);
          }
        });
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
    for (long seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<MarketEvent> log = log(feature, random, count);
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

  @TestFactory
  Stream<DynamicTest> readyWhenDocumentedAndEverAfter() {
    return forEachFeature(
        feature -> {
          int[] values = {0};
          Seeds.forEach(
              8,
              (seed, random) -> {
                List<MarketEvent> log = log(feature, random, 400);
                List<Integer> bars = Logs.bars(log);
                List<int[]> rows = Folds.rows(feature, log);
                for (int i = 0; i < rows.size(); i++) {
                  boolean ready = ready(feature.doc().warmup(), log, bars, i);
                  for (int bits : rows.get(i)) {
                    float value = Float.intBitsToFloat(bits);
                    assertThat(!Float.isNaN(value)).as("row " + i + " = " + value).isEqualTo(ready);
                    assertThat(Float.isInfinite(value)).as("row " + i + " is infinite").isFalse();
                    values[0] += ready ? 1 : 0;
                  }
                }
              });
          assertThat(values[0]).as("values seen").isPositive();
        });
  }

  private static boolean ready(Warmup warmup, List<MarketEvent> log, List<Integer> bars, int at) {
    if (warmup instanceof Warmup.Bars count) {
      return at + 1 >= count.count();
    } else if (warmup instanceof Warmup.Quoted) {
      return log.subList(0, bars.get(at)).stream().anyMatch(Logs::isUsable);
    }
    long span = ((Warmup.Span) warmup).duration().toNanos();
    return log.get(bars.get(at)).eventTimeNanos() - log.get(bars.get(0)).eventTimeNanos() >= span;
  }

  @TestFactory
  Stream<DynamicTest> theSlowTwinGivesTheSameBits() {
    return forEachFeature(
        feature ->
            Seeds.forEach(
                5,
                (seed, random) -> {
                  List<MarketEvent> log = log(feature, random, 260);
                  List<int[]> twin = new ArrayList<>();
                  for (int end : Logs.bars(log)) {
                    twin.add(twin(feature.outputs(), log.subList(0, end + 1)));
                  }
                  same(Folds.rows(feature, log), twin, "twin");
                }));
  }

  private static int[] twin(List<Output> outputs, List<MarketEvent> log) {
    return outputs.stream()
        .mapToInt(o -> Float.floatToRawIntBits((float) Registered.twin(o.name(), log)))
        .toArray();
  }

  @TestFactory
  Stream<DynamicTest> savedStatesAreCanonicalAndTruncationIsNoticed() {
    return forEachFeature(
        feature ->
            Seeds.forEach(
                5,
                (seed, random) -> {
                  List<MarketEvent> log = log(feature, random, random.nextInt(300));
                  byte[] bytes = Folds.saved(feature, log);
                  assertThat(Folds.reloaded(feature, bytes)).isEqualTo(bytes);
                  for (int length = 0; length < bytes.length; length += 1 + length / 50) {
                    byte[] cut = Arrays.copyOf(bytes, length);
                    assertThatThrownBy(() -> feature.load(new StateReader(cut)))
                        .as(length + " of " + bytes.length + " bytes")
                        .isInstanceOf(StateException.class);
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> eventsThatItDoesNotDeclareChangeNothing() {
    return forEachFeature(FeatureLawsTest::ignoresOthers);
  }

  private static <S> void ignoresOthers(Feature<S> feature) {
    S state = feature.initial();
    log(feature, new SplittableRandom(1), 150).forEach(e -> Folds.feed(feature, state, e));
    byte[] before = Folds.bytes(feature, state);
    for (MarketEvent event : Logs.oneOfEachKindButBars()) {
      if (!feature.inputs().contains(EventKind.of(event))) {
        feature.update(state, event);
        assertThat(Folds.bytes(feature, state)).as("%s", event).isEqualTo(before);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> everyKindThatItDeclaresMatters() {
    return forEachFeature(
        feature -> feature.inputs().forEach(kind -> assertThat(matters(feature, kind)).isTrue()));
  }

  private static boolean matters(Feature<?> feature, EventKind kind) {
    for (long seed = 1; seed <= 20; seed++) {
      List<MarketEvent> log = log(feature, new SplittableRandom(seed), 100);
      List<MarketEvent> without = log.stream().filter(e -> EventKind.of(e) != kind).toList();
      if (!Arrays.equals(Folds.saved(feature, log), Folds.saved(feature, without))) {
        return true;
      }
    }
    return false;
  }
}
