package org.tidemark.features.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
          "triple-30m-1.5x-0.25x");

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
            assertThat(labeler.label(bars)).as(id).isEqualTo(slow(labeler, bars));
            assertThat(labeler.label(bars)).as(id).isNotEmpty();
          }
        });
  }

  /** By the words of the javadoc: for each bar, look at all bars. */
  private static List<Label> slow(Labeler labeler, List<Bar> bars) {
    List<Label> labels = new ArrayList<>();
    long dataEnd = bars.get(bars.size() - 1).eventTimeNanos();
    for (Bar bar : bars) {
      long end = bar.eventTimeNanos() + labeler.horizon().toNanos();
      List<Bar> within =
          bars.stream()
              .filter(b -> b.eventTimeNanos() > bar.eventTimeNanos() && b.eventTimeNanos() <= end)
              .toList();
      if (within.isEmpty()) {
        continue;
      }
      Bar last = within.get(within.size() - 1);
      if (labeler instanceof FixedHorizon fixed) {
        double move = last.close() / bar.close() - 1;
        float sign = move > 0 ? 1 : 0;
        float value = fixed.kind() == FixedHorizon.Kind.SIGN ? sign : (float) move;
        if (dataEnd >= end) {
          labels.add(new Label(bar.offset(), bar.eventTimeNanos(), end, value, move));
        }
      } else if (labeler instanceof TripleBarrier triple) {
        double s = volatility(triple.horizon(), bars.subList(0, bars.indexOf(bar) + 1));
        double top = bar.close() * (1 + triple.upper() * s);
        double bottom = bar.close() * (1 - triple.lower() * s);
        List<Bar> touching =
            within.stream().filter(b -> b.high() >= top || b.low() <= bottom).toList();
        if (s > 0 && !touching.isEmpty()) {
          Bar touch = touching.get(0);
          labels.add(
              new Label(
                  bar.offset(),
                  bar.eventTimeNanos(),
                  touch.eventTimeNanos(),
                  touch.low() <= bottom ? 0 : 2,
                  touch.close() / bar.close() - 1));
        } else if (s > 0 && dataEnd >= end) {
          double move = last.close() / bar.close() - 1;
          labels.add(new Label(bar.offset(), bar.eventTimeNanos(), end, 1, move));
        }
      }
    }
    return labels;
  }

  /** 0 until the window is full. */
  private static double volatility(Duration horizon, List<Bar> past) {
    int newest = past.size() - 1;
    if (newest < 200) {
      return 0;
    }
    double[] weights = new double[200];
    weights[0] = 1;
    for (int age = 1; age < 200; age++) {
      weights[age] = weights[age - 1] * (1 - 2.0 / 101);
    }
    double sum = 0;
    double total = 0;
    long lengths = 0;
    for (int age = 199; age >= 0; age--) {
      double r = past.get(newest - age).close() / past.get(newest - age - 1).close() - 1;
      sum += weights[age] * (r * r);
      total += weights[age];
      lengths += past.get(newest - age).durationNanos();
    }
    return Math.sqrt(sum / total * ((double) horizon.toNanos() / (lengths / 200)));
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
