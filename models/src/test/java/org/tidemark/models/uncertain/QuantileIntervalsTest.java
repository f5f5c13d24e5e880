package org.tidemark.models.uncertain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.models.Target;
import org.tidemark.models.ensemble.MemberScores;
import org.tidemark.models.evaluate.GoldenCase;
import org.tidemark.models.evaluate.MetricValue;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.testkit.Seeds;

/** Intervals between two models' quantiles: by hand, against NumPy, and blind to later labels. */
class QuantileIntervalsTest {
  static Stream<GoldenCase> cases() {
    return GoldenCase.read("uncertain", "cqr.txt").stream();
  }

  private static Predictions one(double[] fold, double[] labels, double[] scores) {
    return RegionsInTimeTest.predictions(new Target.Regression(), fold, labels, scores);
  }

  private static MemberScores pair(double[] fold, double[] labels, double[] low, double[] high) {
    return new MemberScores(List.of(one(fold, labels, low), one(fold, labels, high)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void intervalsEqualNumPy(GoldenCase golden) {
    double level = golden.number("level");
    MemberScores scores =
        pair(
            golden.array("fold"),
            golden.array("labels"),
            golden.array("low"),
            golden.array("high"));
    IntervalMethod method = IntervalMethod.parse("cqr:" + level);
    List<Optional<Region>> regions = RegionsInTime.of(scores, method).regions();
    double[] known = golden.array("known");
    double[] start = golden.array("start");
    double[] end = golden.array("end");
    int at = 0;
    for (int i = 0; i < known.length; i++) {
      assertThat(regions.get(i).isPresent()).isEqualTo(known[i] == 1);
      if (known[i] == 1) {
        Interval interval = (Interval) regions.get(i).orElseThrow();
        assertThat(interval.low()).isCloseTo(start[at], within(1e-12));
        assertThat(interval.high()).isCloseTo(end[at], within(1e-12));
        at++;
      }
    }
    assertThat(at).isEqualTo(start.length).isPositive();
    List<MetricValue> metrics =
        RegionMetrics.of(scores.rows(), regions, level, IntStream.range(0, known.length).toArray());
    golden.check("coverage", RegionsInTimeTest.value(metrics, "coverage"));
    golden.check("interval_width", RegionsInTimeTest.value(metrics, "interval_width"));
    IntervalRule.Between last = (IntervalRule.Between) method.fit(scores.each());
    golden.check("final", last.fitted().margin());
  }

  /**
   * Nine rows with quantiles -1 and 1. Labels lie outside by -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3 (a
   * label of 0 is 1 inside). Of 9 scores the quantile to hold 8 of 10 is the ceil(10 * 0.8) = 8th
   * smallest, 2.5. So a row of quantiles 0 and 4 has the interval -2.5 to 6.5.
   */
  @Test
  void workedByHand() {
    double[] labels = {0, 0.5, 1, -1.5, 2, -2.5, 3, 3.5, -4};
    double[] low = new double[9];
    double[] high = new double[9];
    Arrays.fill(low, -1);
    Arrays.fill(high, 1);
    IntervalRule rule =
        IntervalMethod.parse("cqr:0.8").fit(pair(new double[9], labels, low, high).each());
    assertThat(rule.id()).isEqualTo("between:0.8:2.5");
    assertThat(rule.of(new double[] {0, 4})).isEqualTo(new Interval(-2.5, 6.5));
    assertThat(IntervalRule.parse(rule.id())).isEqualTo(rule);
    assertThat(rule.isKnown()).isTrue();
    // Of 3 scores there is no 8 of 10: ceil(4 * 0.8) = 4.
    double[] three = {0, 0, 0};
    assertThat(IntervalMethod.parse("cqr:0.8").fit(pair(three, three, three, three).each()).id())
        .isEqualTo("between:0.8:Infinity");
    assertThat(IntervalRule.parse("between:0.8:Infinity").isKnown()).isFalse();
    // Quantiles that were 3 too wide on each side: narrowed, to the point midway if need be.
    assertThat(IntervalRule.parse("between:0.5:-3.0").of(new double[] {-4, 4}))
        .isEqualTo(new Interval(-1, 1));
    assertThat(IntervalRule.parse("between:0.5:-3.0").of(new double[] {1, 2}))
        .isEqualTo(new Interval(1.5, 1.5));
  }

  /** Labels that end after a fold has begun, and those of the fold itself, change nothing there. */
  @Test
  void noLabelIsUsedBeforeItHasEnded() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          int n = 80;
          double[] fold = IntStream.range(0, n).mapToDouble(i -> i / 20).toArray();
          double[] labels = random.doubles(n, -1, 1).toArray();
          double[] low = random.doubles(n, -1, 0).toArray();
          double[] high = random.doubles(n, 0, 1).toArray();
          int begin = 20 * (1 + random.nextInt(3));
          double[] others = labels.clone();
          for (int i = begin - (int) RegionsInTimeTest.SPAN + 1; i < n; i++) {
            others[i] = random.nextDouble(-9, 9);
          }
          IntervalMethod how = IntervalMethod.parse("cqr:0.8");
          List<Optional<Region>> made =
              RegionsInTime.of(pair(fold, labels, low, high), how).regions();
          assertThat(made.get(begin)).isPresent();
          assertThat(
                  RegionsInTime.of(pair(fold, others, low, high), how)
                      .regions()
                      .subList(begin, begin + 20))
              .isEqualTo(made.subList(begin, begin + 20));
          // And one that had ended does.
          others = labels.clone();
          Arrays.fill(others, 0, begin - (int) RegionsInTimeTest.SPAN + 1, 50);
          assertThat(RegionsInTime.of(pair(fold, others, low, high), how).regions().get(begin))
              .isNotEqualTo(made.get(begin));
        });
  }

  @Test
  void oneModelIsNotEnough() {
    double[] zero = new double[4];
    Predictions p = one(zero, zero, zero);
    IntervalMethod cqr = IntervalMethod.parse("cqr:0.9");
    assertThat(cqr.id()).isEqualTo("cqr:0.9");
    assertThatThrownBy(() -> cqr.fit(p)).hasMessageContaining("scores of 2 models, not of 1");
    assertThatThrownBy(() -> RegionsInTime.of(p, cqr)).hasMessageContaining("not of 1");
    assertThatThrownBy(() -> IntervalMethod.parse("split:0.9").fit(List.of(p, p)))
        .hasMessageContaining("scores of 1 models, not of 2");
    assertThatThrownBy(
            () ->
                IntervalRule.parse("between:0.9:1.0")
                    .of(new float[] {1}, 0, new Target.Regression()))
        .hasMessageContaining("give both");
    assertThatThrownBy(() -> cqr.need(new Target.Binary())).hasMessageContaining("take sets:0.9");
  }
}
