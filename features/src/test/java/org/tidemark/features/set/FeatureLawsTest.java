package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.Trade;
import org.tidemark.testkit.BarGenerator;
import org.tidemark.testkit.Seeds;

/** The laws of the fold algebra, for every feature of every registered set. */
class FeatureLawsTest {
  private static final BarGenerator BARS = BarGenerator.minutes();

  private static Stream<DynamicTest> forEachFeature(Consumer<Feature<?>> law) {
    return FeatureSets.all().stream()
        .flatMap(
            set ->
                set.features().stream()
                    .map(f -> dynamicTest(set.name() + " " + f.id(), () -> law.accept(f))));
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
                  List<Bar> bars = BARS.bars(random, 400);
                  same(Folds.resumed(feature, bars, random), Folds.rows(feature, bars), "resumed");
                }));
  }

  @TestFactory
  Stream<DynamicTest> theFutureChangesNothing() {
    return forEachFeature(
        feature ->
            Seeds.forEach(
                4,
                (seed, random) -> {
                  List<Bar> bars = BARS.bars(random, 300);
                  List<int[]> rows = Folds.rows(feature, bars);
                  int cut = random.nextInt(1, 300);
                  List<Bar> removed = bars.subList(0, cut);
                  List<Bar> changed = new ArrayList<>(removed);
                  long next = bars.get(cut - 1).eventTimeNanos();
                  changed.addAll(BARS.bars(random, random.nextInt(1, 400), next));
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
    BarGenerator others = new BarGenerator(new InstrumentId("Y"), BARS.length());
    List<Bar> ours = BARS.bars(random, 200);
    List<Bar> theirs = others.bars(random, 200);
    S one = feature.initial();
    S two = feature.initial();
    List<int[]> ourRows = new ArrayList<>();
    List<int[]> theirRows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      feature.update(one, ours.get(i));
      feature.update(two, theirs.get(i));
      ourRows.add(Folds.read(feature, one));
      theirRows.add(Folds.read(feature, two));
    }
    same(ourRows, Folds.rows(feature, ours), "first instrument");
    same(theirRows, Folds.rows(feature, theirs), "second instrument");
  }

  @TestFactory
  Stream<DynamicTest> nothingOlderThanTheMemoryMattersAndTheOldestInItDoes() {
    return forEachFeature(
        feature -> {
          if (feature.memory() instanceof Memory.Unbounded) {
            oldestBarMatters(feature, 70, 0);
            return;
          }
          int[] tried = {0};
          Seeds.forEach(
              30,
              (seed, random) -> {
                List<Bar> bars = BARS.bars(random, 400);
                int end = random.nextInt(200, 400);
                int start = memoryStart(feature.memory(), bars, end);
                if (start < 0) {
                  return; // the series is younger than the memory
                }
                tried[0]++;
                List<Bar> kept = bars.subList(start, end + 1);
                int[] row = Folds.lastRow(feature, bars.subList(0, end + 1));
                assertThat(Folds.lastRow(feature, kept)).as("without older bars").isEqualTo(row);
                List<Bar> changed = new ArrayList<>();
                BARS.bars(random, 150, 0).stream()
                    .filter(b -> b.eventTimeNanos() <= bars.get(start).openTimeNanos())
                    .forEach(changed::add);
                changed.addAll(kept);
                assertThat(Folds.lastRow(feature, changed)).as("other older bars").isEqualTo(row);
              });
          assertThat(tried[0]).as("rows tried").isPositive();
          if (feature.memory() instanceof Memory.Bars memory) {
            oldestBarMatters(feature, memory.count(), memory.count() - 1);
          }
        });
  }

  /** Index of the oldest bar that the row at {@code end} may depend on. */
  private static int memoryStart(Memory memory, List<Bar> bars, int end) {
    if (memory instanceof Memory.Bars count) {
      return end - count.count() + 1;
    }
    long span = ((Memory.Span) memory).duration().toNanos();
    int start = end;
    while (start >= 0 && bars.get(start).eventTimeNanos() > bars.get(end).eventTimeNanos() - span) {
      start--;
    }
    return start;
  }

  /** Were the declared memory too long, no change of its oldest bar would ever show. */
  private static void oldestBarMatters(Feature<?> feature, int count, int end) {
    for (long seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Bar> bars = BARS.bars(random, count);
      int at = end == 0 ? count - 1 : end;
      List<Bar> changed = new ArrayList<>(bars);
      Bar b = bars.get(0);
      double up = 1 + random.nextDouble(-0.05, 0.05);
      // A lone bar may also have come at another time: calendar features see nothing else.
      long later = bars.size() == 1 ? BARS.length().multipliedBy(5_000).toNanos() : 0;
      changed.set(
          0,
          new Bar(
              b.instrument(),
              b.offset(),
              b.eventTimeNanos() + later,
              b.openTimeNanos() + later,
              b.open() * up,
              b.high() * up * 1.01,
              b.low() * up * 0.99,
              b.close() * up * 1.003,
              b.volume() + 1));
      if (!Arrays.equals(
          Folds.lastRow(feature, bars.subList(0, at + 1)),
          Folds.lastRow(feature, changed.subList(0, at + 1)))) {
        return;
      }
    }
    throw new AssertionError(
        feature.id() + " declares more memory than it uses: " + feature.memory());
  }

  @TestFactory
  Stream<DynamicTest> readyWhenDocumentedAndEverAfter() {
    return forEachFeature(
        feature ->
            Seeds.forEach(
                8,
                (seed, random) -> {
                  List<Bar> bars = BARS.bars(random, 400);
                  List<int[]> rows = Folds.rows(feature, bars);
                  for (int i = 0; i < rows.size(); i++) {
                    boolean ready = ready(feature.doc().warmup(), bars, i);
                    for (int bits : rows.get(i)) {
                      float value = Float.intBitsToFloat(bits);
                      assertThat(!Float.isNaN(value))
                          .as("row " + i + " = " + value)
                          .isEqualTo(ready);
                      assertThat(Float.isInfinite(value)).as("row " + i + " is infinite").isFalse();
                    }
                  }
                }));
  }

  private static boolean ready(Warmup warmup, List<Bar> bars, int at) {
    if (warmup instanceof Warmup.Bars count) {
      return at + 1 >= count.count();
    }
    long span = ((Warmup.Span) warmup).duration().toNanos();
    return bars.get(at).eventTimeNanos() - bars.get(0).eventTimeNanos() >= span;
  }

  @TestFactory
  Stream<DynamicTest> theSlowTwinGivesTheSameBits() {
    return forEachFeature(
        feature ->
            Seeds.forEach(
                5,
                (seed, random) -> {
                  List<Bar> bars = BARS.bars(random, 260);
                  List<int[]> rows = Folds.rows(feature, bars);
                  List<int[]> twin = new ArrayList<>();
                  for (int i = 0; i < bars.size(); i++) {
                    twin.add(twin(feature.outputs(), bars.subList(0, i + 1)));
                  }
                  same(rows, twin, "twin");
                }));
  }

  private static int[] twin(List<Output> outputs, List<Bar> bars) {
    return outputs.stream()
        .mapToInt(o -> Float.floatToRawIntBits((float) BarOracle.value(o.name(), bars)))
        .toArray();
  }

  @TestFactory
  Stream<DynamicTest> savedStatesAreCanonicalAndTruncationIsNoticed() {
    return forEachFeature(
        feature ->
            Seeds.forEach(
                5,
                (seed, random) -> {
                  byte[] bytes = Folds.saved(feature, BARS.bars(random, random.nextInt(300)));
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
  Stream<DynamicTest> eventsThatAreNotBarsChangeNothing() {
    return forEachFeature(FeatureLawsTest::ignoresTrades);
  }

  private static <S> void ignoresTrades(Feature<S> feature) {
    List<Bar> bars = BARS.bars(new SplittableRandom(1), 150);
    S state = feature.initial();
    bars.forEach(bar -> feature.update(state, bar));
    byte[] before = Folds.bytes(feature, state);
    feature.update(
        state, new Trade(new InstrumentId("X"), 999, Long.MAX_VALUE, 5, 1, Aggressor.BUY));
    assertThat(Folds.bytes(feature, state)).isEqualTo(before);
  }
}
