package org.tidemark.models.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.testkit.Seeds;

/** Walk-forward by time: where its windows lie, whatever the timeline and the labels. */
class WalkForwardLawsTest {
  private record Case(WalkForward splitter, Timeline timeline, List<Split> splits, long[][] rows) {}

  private static Case random(SplittableRandom random) {
    long first = random.nextLong(-4_000_000_000_000_000_000L, 4_000_000_000_000_000_000L);
    long length =
        random.nextLong(10_000, random.nextBoolean() ? 100_000 : 200_000_000_000_000_000L);
    Timeline timeline = new Timeline(first, first + length - 1);
    TrainLength train =
        random.nextBoolean()
            ? new TrainLength.Share(random.nextDouble(0.05, 0.7))
            : new TrainLength.Span(Duration.ofNanos(random.nextLong(1, length * 7 / 10)));
    WalkForward splitter =
        new WalkForward(
            random.nextBoolean() ? WalkForward.Kind.ANCHORED : WalkForward.Kind.ROLLING,
            1 + random.nextInt(20),
            train,
            random.nextBoolean()
                ? Duration.ZERO
                : Duration.ofNanos(random.nextLong(1, length / 10)));
    long[][] rows = new long[400][];
    for (int i = 0; i < rows.length; i++) {
      long time = random.nextLong(first, first + length);
      rows[i] = new long[] {time, time + 1 + random.nextLong(Math.max(1, length / 20))};
    }
    List<Split> splits = splitter.split(hull(timeline));
    for (int i = 0; i < 100; i++) { // rows and label ends right at the edges
      Split split = splits.get(random.nextInt(splits.size()));
      long edge =
          new long[] {test(split).fromNanos(), test(split).toNanos(), train(split).toNanos(), first}
              [random.nextInt(4)];
      long end = edge + random.nextInt(-1, 2);
      rows[i] = i % 2 == 0 ? new long[] {end - 5, end} : new long[] {end, end + 5};
    }
    return new Case(splitter, timeline, splits, rows);
  }

  /** The least that says from where to where rows stand. */
  private static RowTimes hull(Timeline timeline) {
    long[] times = {timeline.firstNanos(), timeline.lastNanos()};
    return SortedRowTimes.of(times, new long[] {times[0] + 1, times[1] + 1});
  }

  private static Window train(Split split) {
    assertThat(split.training()).hasSize(1);
    return split.training().get(0).window();
  }

  private static Window test(Split split) {
    assertThat(split.testing()).hasSize(1);
    return split.testing().get(0).window();
  }

  @Test
  void noTrainLabelSpanMeetsATestOrTheEmbargo() {
    Seeds.forEach(
        200,
        (seed, random) -> {
          Case c = random(random);
          long embargo = c.splitter.embargo().toNanos();
          for (Split split : c.splits) {
            for (long[] row : c.rows) {
              if (split.trains(row[0], row[1])) {
                assertThat(row[0]).isLessThan(test(split).fromNanos());
                assertThat(row[1]).isLessThanOrEqualTo(test(split).fromNanos() - embargo);
                assertThat(split.tests(row[0])).isFalse();
                assertThat(split.purges(row[0], row[1])).isFalse();
              }
              // and nothing else is thrown away
              boolean could =
                  train(split).contains(row[0]) && row[1] <= test(split).fromNanos() - embargo;
              assertThat(split.trains(row[0], row[1])).isEqualTo(could);
            }
          }
        });
  }

  @Test
  void testsAreDisjointOrderedAndCoverTheTail() {
    Seeds.forEach(
        200,
        (seed, random) -> {
          Case c = random(random);
          assertThat(c.splits).hasSize(c.splitter.folds());
          for (int i = 1; i < c.splits.size(); i++) {
            assertThat(c.splits.get(i).fold()).isEqualTo(i);
            assertThat(test(c.splits.get(i)).fromNanos())
                .isEqualTo(test(c.splits.get(i - 1)).toNanos());
            long difference =
                test(c.splits.get(i)).lengthNanos() - test(c.splits.get(i - 1)).lengthNanos();
            assertThat(Math.abs(difference)).isLessThanOrEqualTo(1);
          }
          long tail =
              c.timeline.firstNanos()
                  + c.splitter.train().nanos(c.timeline)
                  + c.splitter.embargo().toNanos();
          assertThat(test(c.splits.get(0)).fromNanos()).isEqualTo(tail);
          assertThat(test(c.splits.get(c.splits.size() - 1)).toNanos())
              .isEqualTo(c.timeline.lastNanos() + 1);
          for (long[] row : c.rows) {
            boolean inTail = row[0] >= tail && row[0] <= c.timeline.lastNanos();
            assertThat(c.splits.stream().filter(s -> s.tests(row[0])).count())
                .isEqualTo(inTail ? 1 : 0);
          }
        });
  }

  @Test
  void anchoredWindowsGrowAndRollingOnesKeepTheirLength() {
    Seeds.forEach(
        200,
        (seed, random) -> {
          Case c = random(random);
          long length = c.splitter.train().nanos(c.timeline);
          for (int i = 0; i < c.splits.size(); i++) {
            Window train = train(c.splits.get(i));
            assertThat(train.toNanos())
                .isEqualTo(c.splits.get(i).training().get(0).spanLimitNanos());
            if (c.splitter.kind() == WalkForward.Kind.ROLLING) {
              assertThat(train.lengthNanos()).isEqualTo(length);
            } else {
              assertThat(train.fromNanos()).isEqualTo(c.timeline.firstNanos());
              long before = i == 0 ? length - 1 : train(c.splits.get(i - 1)).lengthNanos();
              assertThat(train.lengthNanos()).isGreaterThan(before);
            }
          }
        });
  }

  @Test
  void idsReadBack() {
    Seeds.forEach(
        100,
        (seed, random) -> {
          WalkForward splitter = random(random).splitter;
          assertThat(Splitter.parse(splitter.id())).isEqualTo(splitter);
        });
    assertThat(Splitter.parse("anchored:folds=12").id())
        .isEqualTo("anchored:folds=12,train=0.4,embargo=PT0S");
    assertThat(Splitter.parse("rolling:embargo=PT15M,train=P90D,folds=3"))
        .isEqualTo(
            new WalkForward(
                WalkForward.Kind.ROLLING,
                3,
                new TrainLength.Span(Duration.ofDays(90)),
                Duration.ofMinutes(15)));
  }

  @Test
  void badSettingsAreNamed() {
    for (String text :
        List.of(
            "random:folds=3",
            "anchored",
            "anchored:folds=x",
            "anchored:folds=3,gap=PT1H",
            "anchored:folds=3,embargo=1h",
            "anchored:folds=0",
            "anchored:folds=3,train=1.5",
            "anchored:folds=3,train=PT0S",
            "anchored:folds=3,train=abc",
            "anchored:folds=3,embargo=-PT1H")) {
      assertThatThrownBy(() -> Splitter.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("(?s).*(must|missing|not).*");
    }
    assertThatThrownBy(
            () ->
                Splitter.parse("rolling:folds=4,train=P10D")
                    .split(hull(new Timeline(0, 1_000_000))))
        .hasMessageContaining("do not fit; ask for fewer folds");
    Window test = new Window(100, 200);
    assertThatThrownBy(() -> new Split(0, new Window(0, 101), test, 0))
        .hasMessageContaining("end the training window earlier");
    assertThatThrownBy(() -> new Split(0, new Window(0, 96), test, 5))
        .hasMessageContaining("end the training window earlier");
    assertThatThrownBy(() -> new Split(0, new Window(0, 90), test, 5).testPredicateSql("t; drop"))
        .hasMessageContaining("plain name");
    assertThatThrownBy(() -> new Window(5, 5)).hasMessageContaining("must end after it begins");
    assertThatThrownBy(() -> new Timeline(5, 5)).hasMessageContaining("label more rows");
  }

  @Test
  void aWorkedExample() {
    // 100 ns, training 40, embargo 10: tests share [50, 100).
    List<Split> splits =
        new WalkForward(
                WalkForward.Kind.ROLLING, 2, new TrainLength.Share(0.4), Duration.ofNanos(10))
            .split(hull(new Timeline(0, 99)));
    assertThat(splits)
        .containsExactly(
            new Split(0, new Window(0, 40), new Window(50, 75), 10),
            new Split(1, new Window(25, 65), new Window(75, 100), 10));
    Split second = splits.get(1);
    assertThat(second.trains(60, 65)).isTrue();
    assertThat(second.trains(60, 66)).isFalse();
    assertThat(second.purges(60, 66)).isTrue();
    assertThat(second.trainPredicateSql("event_time_nanos", "span_end_nanos"))
        .isEqualTo("event_time_nanos >= 25 AND event_time_nanos < 65 AND span_end_nanos <= 65");
    assertThat(train(second).describe())
        .isEqualTo("1970-01-01T00:00:00.000000025Z to 1970-01-01T00:00:00.000000065Z");
  }
}
