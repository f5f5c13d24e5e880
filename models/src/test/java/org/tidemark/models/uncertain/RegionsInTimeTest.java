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
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.GoldenCase;
import org.tidemark.models.evaluate.MetricValue;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.testkit.Seeds;

/** Regions of folds against NumPy, their text, and that no label is used before it has ended. */
class RegionsInTimeTest {
  static final long SPAN = 3;

  static Stream<GoldenCase> cases() {
    return GoldenCase.read("uncertain", "in_time.txt").stream();
  }

  static Predictions predictions(Target target, double[] fold, double[] labels, double[] scores) {
    int n = labels.length;
    long[] times = IntStream.range(0, n).mapToLong(i -> i).toArray();
    return new Predictions(
        target,
        times,
        Arrays.stream(times).map(t -> t + SPAN).toArray(),
        new int[n],
        Arrays.stream(fold).mapToInt(f -> (int) f).toArray(),
        labels,
        scores,
        new double[n]);
  }

  static double value(List<MetricValue> metrics, String id) {
    return metrics.stream().filter(m -> m.metric().equals(id)).findFirst().orElseThrow().value();
  }

  private static List<MetricValue> measured(
      Predictions p, List<Optional<Region>> regions, double level) {
    return RegionMetrics.of(p, regions, level, IntStream.range(0, p.rows()).toArray());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void intervalsEqualNumPy(GoldenCase golden) {
    double[] estimates = golden.array("estimates");
    double level = golden.number("level");
    Predictions p =
        predictions(
            new Target.Regression(), golden.array("fold"), golden.array("labels"), estimates);
    List<Optional<Region>> regions =
        RegionsInTime.of(p, IntervalMethod.parse("split:" + level)).regions();
    double[] radius = golden.array("radius");
    for (int i = 0; i < radius.length; i++) {
      if (radius[i] < 0) {
        assertThat(regions.get(i)).isEmpty();
      } else {
        Interval interval = (Interval) regions.get(i).orElseThrow();
        assertThat(interval.low()).isCloseTo(estimates[i] - radius[i], within(1e-12));
        assertThat(interval.high()).isCloseTo(estimates[i] + radius[i], within(1e-12));
      }
    }
    List<MetricValue> metrics = measured(p, regions, level);
    golden.check("coverage", value(metrics, "coverage"));
    golden.check("interval_width", value(metrics, "interval_width"));
    assertThat(value(metrics, "coverage_level")).isEqualTo(level);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void setsEqualNumPy(GoldenCase golden) {
    double[] classes = golden.array("classes");
    double level = golden.number("level");
    Predictions p =
        predictions(new Target.MultiClass(3), golden.array("fold"), classes, golden.array("p"));
    List<Optional<Region>> regions =
        RegionsInTime.of(p, IntervalMethod.parse("sets:" + level)).regions();
    double[][] sets = golden.rows("sets", classes.length);
    for (int i = 0; i < sets.length; i++) {
      double[] in = sets[i];
      Optional<Region> expected =
          in[0] < 0
              ? Optional.empty()
              : Optional.of(
                  new ClassSet(
                      IntStream.range(0, in.length).filter(k -> in[k] == 1).boxed().toList()));
      assertThat(regions.get(i)).isEqualTo(expected);
    }
    List<MetricValue> metrics = measured(p, regions, level);
    golden.check("set_coverage", value(metrics, "coverage"));
    golden.check("set_size", value(metrics, "set_size"));
  }

  /** Labels that end after a fold has begun, and those of the fold itself, change nothing there. */
  @ParameterizedTest
  @ValueSource(strings = {"split:0.8", "adaptive:0.8"})
  void noLabelIsUsedBeforeItHasEnded(String method) {
    Seeds.forEach(
        20,
        (seed, random) -> {
          int n = 80;
          double[] fold = IntStream.range(0, n).mapToDouble(i -> i / 20).toArray();
          double[] labels = random.doubles(n, -1, 1).toArray();
          double[] scores = random.doubles(n, -1, 1).toArray();
          int begin = 20 * (1 + random.nextInt(3));
          double[] others = labels.clone();
          for (int i = begin - (int) SPAN + 1; i < n; i++) {
            others[i] = random.nextDouble(-9, 9);
          }
          Target target = new Target.Regression();
          IntervalMethod how = IntervalMethod.parse(method);
          int until = method.startsWith("split") ? begin + 20 : begin + 1;
          assertThat(
                  RegionsInTime.of(predictions(target, fold, others, scores), how)
                      .regions()
                      .subList(begin, until))
              .isEqualTo(
                  RegionsInTime.of(predictions(target, fold, labels, scores), how)
                      .regions()
                      .subList(begin, until));
          // And those that have ended do: the comparison above sees what it is about.
          double[] earlier = labels.clone();
          for (int i = 0; i <= begin - (int) SPAN; i++) {
            earlier[i] = random.nextDouble(5, 9);
          }
          assertThat(
                  RegionsInTime.of(predictions(target, fold, earlier, scores), how)
                      .regions()
                      .subList(begin, until))
              .isNotEqualTo(
                  RegionsInTime.of(predictions(target, fold, labels, scores), how)
                      .regions()
                      .subList(begin, until));
        });
  }

  @Test
  void aRuleIsItsText() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          double[] labels = random.doubles(30, -1, 1).toArray();
          Predictions p =
              predictions(new Target.Regression(), new double[30], labels, new double[30]);
          for (String text : List.of("split:0.8", "adaptive:0.8")) {
            IntervalRule rule = IntervalMethod.parse(text).fit(p);
            assertThat(IntervalRule.parse(rule.id())).isEqualTo(rule);
            assertThat(rule.level()).isEqualTo(0.8);
            assertThat(IntervalMethod.parse(text).id()).isEqualTo(text);
          }
          double[] classes = random.ints(30, 0, 2).asDoubleStream().toArray();
          double[] scores = random.doubles(30).toArray();
          IntervalRule sets =
              IntervalMethod.parse("sets:0.9")
                  .fit(predictions(new Target.Binary(), new double[30], classes, scores));
          assertThat(IntervalRule.parse(sets.id())).isEqualTo(sets);
          assertThat(sets.of(new double[] {0.5}).size()).isBetween(1.0, 2.0);
        });
    assertThat(IntervalRule.parse("around:0.9:Infinity").isKnown()).isFalse();
    assertThat(new ClassSet(List.of(0, 2)).text()).isEqualTo("0,2");
  }

  /** All rows but one that is far off: of steering, the radius after the last label. */
  @Test
  void whatComesAfterAllLabelsIsSteeredToo() {
    double[] labels = new double[40];
    Arrays.setAll(labels, i -> i % 2 == 0 ? 1 : -1);
    Predictions p = predictions(new Target.Regression(), new double[40], labels, new double[40]);
    assertThat(IntervalMethod.parse("adaptive:0.8").fit(p).id()).isEqualTo("around:0.8:1.0");
  }

  @Test
  void otherTextAndTargetsAreRefused() {
    Predictions p =
        predictions(new Target.Binary(), new double[2], new double[2], new double[] {0.5, 0.5});
    assertThatThrownBy(() -> RegionsInTime.of(p, IntervalMethod.parse("split:0.9")))
        .hasMessageContaining("take sets:0.9");
    assertThatThrownBy(() -> IntervalMethod.parse("sets:0.9").need(new Target.Regression()))
        .hasMessageContaining("take split:0.9");
    assertThatThrownBy(() -> IntervalMethod.parse("split:1")).hasMessageContaining("below 1");
    assertThatThrownBy(() -> IntervalMethod.parse("split")).hasMessageContaining("split:LEVEL");
    assertThatThrownBy(() -> IntervalMethod.parse("split:x")).hasMessageContaining("for a level");
    assertThatThrownBy(() -> IntervalRule.parse("around:0.9")).hasMessageContaining("around:LEVEL");
    assertThatThrownBy(() -> IntervalRule.parse("set:0.9:x")).hasMessageContaining("for a number");
    assertThatThrownBy(() -> new ClassSet(List.of())).hasMessageContaining("one at least");
  }
}
