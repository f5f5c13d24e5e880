package org.tidemark.features.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.testkit.Seeds;

/** What holds for every labeler on random bars with holes. */
class LabelerLawsTest {
  private static final long MINUTE = 60_000_000_000L;
  private static final InstrumentId NAME = new InstrumentId("X");
  private static final List<String> IDS =
      List.of(
          "fixed-1m",
          "fixed-15m",
          "fixed-90s-value",
          "triple-10m-1x-1x",
          "triple-1h-0.5x-2x",
          "triple-30m-1.5x-0.25x",
          "triple-1h-1x-2x-span20",
          "three-15m-20bp",
          "three-1h-0.25x",
          "three-30m-0.5x-span10",
          "trend-10m-3b",
          "trend-1h-8b-value",
          "trend-30m-4b-2.5t",
          "volatility-30m",
          "drawdown-45m",
          "gap-15m-90s",
          "meta-momentum5-1h-1x-1x",
          "meta-cross2over7-30m-1.5x-0.5x-span15");

  private static List<Bar> bars(SplittableRandom random, int count) {
    List<Bar> bars = new ArrayList<>();
    long minute = random.nextInt(1000);
    long offset = random.nextInt(100);
    double price = 100;
    boolean regular = random.nextBoolean();
    for (int i = 0; i < count; i++) {
      minute += random.nextInt(10) > 0 ? 1 : random.nextInt(1, 40);
      offset += random.nextInt(1, 5);
      long length = regular ? MINUTE : random.nextLong(1, MINUTE);
      bars.add(bar(random, offset, minute, length, price));
      price = bars.get(i).close();
    }
    return bars;
  }

  private static Bar bar(
      SplittableRandom random, long offset, long minute, long length, double last) {
    double open = last;
    double close = random.nextInt(5) == 0 ? last : last * (1 + random.nextDouble(-0.01, 0.01));
    double high = Math.max(open, close) * (1 + random.nextDouble(0, 0.003));
    double low = Math.min(open, close) * (1 - random.nextDouble(0, 0.003));
    long end = minute * MINUTE;
    return new Bar(NAME, offset, end, end - length, open, high, low, close, 1);
  }

  @Test
  void equalsTheSlowObviousTwin() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          List<Bar> bars = bars(random, 500);
          for (String id : IDS) {
            Labeler labeler = Labeler.parse(id);
            assertThat(labeler.label(bars)).as(id).isEqualTo(SlowLabels.of(labeler, bars));
            assertThat(labeler.label(bars)).as(id).isNotEmpty();
          }
        });
  }

  @Test
  void everyKindOfLabelerIsUnderTheseLaws() {
    assertThat(
            IDS.stream()
                .<Class<?>>map(id -> Labeler.parse(id).getClass())
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(Labeler.class.getPermittedSubclasses());
    for (String id : IDS) {
      assertThat(Labeler.parse(id).id()).isEqualTo(id);
      assertThat(Labeler.parse(Labeler.parse(id).id())).isEqualTo(Labeler.parse(id));
    }
  }

  /** Labels of one instrument do not depend on what was labelled before. */
  @Test
  void instrumentsAreIsolated() {
    Seeds.forEach(
        10,
        (seed, random) -> {
          List<Bar> mine = bars(random, 400);
          List<Bar> others = bars(random, 400);
          for (String id : IDS) {
            Labeler labeler = Labeler.parse(id);
            List<Label> alone = labeler.label(mine);
            assertThat(labeler.label(others)).as(id).isNotEqualTo(alone);
            assertThat(labeler.label(mine)).as(id).isEqualTo(alone);
          }
        });
  }

  /** Bars after the end of a label's span may change, go or come: the label stays. */
  @Test
  void nothingAfterTheSpanIsInTheLabel() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          List<Bar> bars = bars(random, 450);
          int cut = random.nextInt(290, 440);
          long known = bars.get(cut).eventTimeNanos();
          List<Bar> ended = bars.subList(0, cut + 1);
          List<Bar> other = new ArrayList<>(ended);
          long minute = known / MINUTE;
          for (int i = 0; i < 100; i++) {
            minute += random.nextInt(1, 4);
            other.add(bar(random, bars.get(cut).offset() + 1 + i, minute, MINUTE, 50 + i));
          }
          for (String id : IDS) {
            Labeler labeler = Labeler.parse(id);
            List<Label> complete = until(labeler.label(bars), known);
            assertThat(until(labeler.label(other), known)).as(id).isEqualTo(complete);
            assertThat(labeler.label(ended)).as(id).isEqualTo(complete);
            assertThat(complete).as(id).isNotEmpty();
          }
        });
  }

  private static List<Label> until(List<Label> labels, long known) {
    return labels.stream().filter(label -> label.spanEndNanos() <= known).toList();
  }

  /** And the span is no longer than it must be: the bar that ends a touch is needed. */
  @Test
  void theTouchingBarIsNeeded() {
    Seeds.forEach(
        10,
        (seed, random) -> {
          List<Bar> bars = bars(random, 400);
          Labeler labeler = Labeler.parse("triple-1h-0.5x-2x");
          Map<Long, Integer> byTime =
              bars.stream().collect(Collectors.toMap(Bar::eventTimeNanos, bars::indexOf));
          List<Label> touched =
              labeler.label(bars).stream().filter(label -> label.value() != 1).toList();
          assertThat(touched).isNotEmpty();
          for (Label label : touched.subList(0, Math.min(20, touched.size()))) {
            List<Bar> before = bars.subList(0, byTime.get(label.spanEndNanos()));
            assertThat(labeler.label(before)).noneMatch(l -> l.offset() == label.offset());
          }
        });
  }

  @Test
  void labelsOfAStretchAreThoseOfTheWhole() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          List<Bar> bars = bars(random, 600);
          for (String id : IDS) {
            Labeler labeler = Labeler.parse(id);
            int from = random.nextInt(1, 300);
            long first = bars.get(from + labeler.warmUpBars()).offset();
            List<Label> whole =
                labeler.label(bars).stream().filter(l -> l.offset() >= first).toList();
            List<Label> stretch =
                labeler.label(bars.subList(from, bars.size())).stream()
                    .filter(l -> l.offset() >= first)
                    .toList();
            assertThat(stretch).as(id).isEqualTo(whole).isNotEmpty();
          }
        });
  }

  @Test
  void spansAreWithinTheHorizonAndOffsetsRise() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          List<Bar> bars = bars(random, 400);
          Map<Long, Bar> byOffset =
              bars.stream().collect(Collectors.toMap(Bar::offset, Function.identity()));
          for (String id : IDS) {
            Labeler labeler = Labeler.parse(id);
            long last = -1;
            for (Label label : labeler.label(bars)) {
              assertThat(label.offset()).isGreaterThan(last);
              last = label.offset();
              assertThat(label.eventTimeNanos()).isEqualTo(byOffset.get(last).eventTimeNanos());
              assertThat(label.spanEndNanos() - label.eventTimeNanos())
                  .isBetween(1L, labeler.horizon().toNanos());
              if (labeler.classes() > 0) {
                assertThat(label.value()).isIn(classes(labeler.classes()));
              }
            }
          }
        });
  }

  private static List<Float> classes(int count) {
    return List.of(0f, 1f, 2f).subList(0, count);
  }
}
