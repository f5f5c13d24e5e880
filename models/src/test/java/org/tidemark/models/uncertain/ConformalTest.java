package org.tidemark.models.uncertain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.GoldenCase;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.testkit.Seeds;

/** Conformal intervals and sets against NumPy, their guarantee on exchangeable rows, and time. */
class ConformalTest {
  static Stream<GoldenCase> cases() {
    return GoldenCase.read("uncertain", "conformal.txt").stream();
  }

  private static Predictions predictions(double[] labels, double[] scores, long step, long span) {
    int n = labels.length;
    long[] times = IntStream.range(0, n).mapToLong(i -> i * step).toArray();
    return new Predictions(
        new Target.Regression(),
        times,
        Arrays.stream(times).map(t -> t + span).toArray(),
        new int[n],
        labels,
        scores,
        new double[n]);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void equalsNumPy(GoldenCase golden) {
    double miss = golden.number("miss");
    double[] labels = golden.array("labels");
    double[] estimates = golden.array("estimates");
    golden.check("radius", SplitConformal.fit(estimates, labels, miss).radius());
    golden.check(
        "margin",
        QuantileConformal.fit(golden.array("low"), golden.array("high"), labels, miss).margin());
    AdaptiveSets sets =
        AdaptiveSets.fit(
            golden.rows("p", labels.length),
            Arrays.stream(golden.array("classes")).mapToInt(v -> (int) v).toArray(),
            miss);
    golden.check("limit", sets.limit());
    double[] inside =
        Arrays.stream(golden.rows("fresh", 20))
            .flatMapToDouble(
                p -> {
                  boolean[] in = sets.of(p);
                  return IntStream.range(0, p.length).mapToDouble(k -> in[k] ? 1 : 0);
                })
            .toArray();
    golden.check("sets", inside);
    List<Interval> steered =
        new AdaptiveConformal(miss, 0.05).of(predictions(labels, estimates, 1, 3));
    double[] expected = golden.array("steered");
    for (int i = 0; i < expected.length; i++) {
      assertThat(steered.get(i).high() - estimates[i]).isCloseTo(expected[i], within(1e-12));
    }
  }

  /** Mean coverage of exchangeable rows is {@code rank / (n + 1)}, neither less nor more. */
  @ParameterizedTest
  @CsvSource({"19,0.1", "30,0.2", "99,0.05", "50,0.5"})
  void coversExchangeableRowsAsOftenAsItSays(int n, double miss) {
    SplittableRandom random = new SplittableRandom(n);
    int trials = 4_000;
    int split = 0;
    int quantiles = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[] labels = new double[n + 1];
      double[] estimates = new double[n + 1];
      double[] low = new double[n + 1];
      double[] high = new double[n + 1];
      for (int i = 0; i <= n; i++) {
        double noise = 0.1 + random.nextDouble();
        estimates[i] = random.nextGaussian();
        labels[i] = estimates[i] + noise * random.nextGaussian() + 0.3;
        low[i] = estimates[i] - noise;
        high[i] = estimates[i] + noise;
      }
      split +=
          SplitConformal.fit(Arrays.copyOf(estimates, n), Arrays.copyOf(labels, n), miss)
                  .about(estimates[n])
                  .covers(labels[n])
              ? 1
              : 0;
      quantiles +=
          QuantileConformal.fit(
                      Arrays.copyOf(low, n), Arrays.copyOf(high, n), Arrays.copyOf(labels, n), miss)
                  .between(low[n], high[n])
                  .covers(labels[n])
              ? 1
              : 0;
    }
    double wanted = ConformalRank.of(n, miss) / (n + 1.0);
    assertThat(wanted).isBetween(1 - miss - 1e-9, 1 - miss + 1.0 / (n + 1));
    double error = 4 * Math.sqrt(wanted * (1 - wanted) / trials);
    assertThat((double) split / trials).isCloseTo(wanted, within(error));
    assertThat((double) quantiles / trials).isCloseTo(wanted, within(error));
  }

  @Test
  void setsCoverExchangeableRows() {
    SplittableRandom random = new SplittableRandom(4);
    int n = 60;
    int covered = 0;
    for (int trial = 0; trial < 3_000; trial++) {
      double[][] p = new double[n + 1][3];
      int[] labels = new int[n + 1];
      for (int i = 0; i <= n; i++) {
        double a = random.nextDouble();
        double b = random.nextDouble() * (1 - a);
        p[i] = new double[] {a, b, 1 - a - b};
        // The truth hangs less on the model than it thinks.
        labels[i] = random.nextInt(3) == 0 ? random.nextInt(3) : random.nextDouble() < a ? 0 : 1;
      }
      AdaptiveSets sets = AdaptiveSets.fit(Arrays.copyOf(p, n), Arrays.copyOf(labels, n), 0.1);
      covered += sets.of(p[n])[labels[n]] ? 1 : 0;
    }
    double wanted = ConformalRank.of(n, 0.1) / (n + 1.0);
    assertThat(covered / 3_000.0).isGreaterThan(wanted - 4 * Math.sqrt(0.09 / 3_000));
  }

  /** Nothing that is not known at a row changes its interval. */
  @Test
  void whatEndsLaterChangesNothing() {
    Seeds.forEach(
        5,
        (seed, random) -> {
          int n = 400;
          double[] labels = random.doubles(n, -1, 1).toArray();
          double[] scores = random.doubles(n, -1, 1).toArray();
          AdaptiveConformal rule = new AdaptiveConformal(0.1, 0.02);
          List<Interval> whole = rule.of(predictions(labels, scores, 10, 45));
          int cut = 100 + random.nextInt(200);
          double[] other = labels.clone();
          for (int i = cut - 4; i < n; i++) {
            other[i] = 50;
          }
          // Row i ends at 10 i + 45: at row `cut` the last one known is cut - 5.
          List<Interval> changed = rule.of(predictions(other, scores, 10, 45));
          assertThat(changed.subList(0, cut + 1)).isEqualTo(whole.subList(0, cut + 1));
          assertThat(changed).isNotEqualTo(whole);
        });
  }

  /** Where noise grows all the time, steered intervals keep near their coverage and others fail. */
  @Test
  void steeringFollowsChange() {
    SplittableRandom random = new SplittableRandom(3);
    int n = 6_000;
    double[] labels = new double[n];
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextGaussian() * (1 + i / 500.0);
    }
    Predictions p = predictions(labels, new double[n], 1, 1);
    double still = Coverage.of(p, new AdaptiveConformal(0.1, 0).of(p)).share();
    Coverage steered = Coverage.of(p, new AdaptiveConformal(0.1, 0.01).of(p));
    assertThat(still).isLessThan(0.87);
    double all = (steered.covered() + steered.infinite()) / (double) n;
    assertThat(all).isCloseTo(0.9, within(0.02));
  }

  /** Hundreds of labels are open at a time: together they steer by no more than one. */
  @Test
  void manyOpenLabelsDoNotMakeSteeringSwing() {
    SplittableRandom random = new SplittableRandom(4);
    int n = 12_000;
    double[] labels = new double[n];
    Arrays.setAll(labels, i -> random.nextGaussian());
    Predictions p = predictions(labels, new double[n], 1, 500);
    List<Interval> steered = new AdaptiveConformal(0.1, 0.01).of(p);
    Coverage late = Coverage.of(p, steered);
    assertThat(late.share()).isBetween(0.86, 0.94);
    assertThat(steered.subList(1_000, n)).allMatch(i -> i.high() > 0 && i.high() < 10);
  }

  @Test
  void coverageIsToldByMonth() {
    long day = 86_400_000_000_000L;
    double[] labels = new double[60];
    labels[3] = 9;
    labels[40] = 9;
    labels[41] = 9;
    Predictions p = predictions(labels, new double[60], day, day);
    List<Interval> intervals =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    i < 2
                        ? new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                        : new Interval(-1, 1))
            .toList();
    SortedMap<YearMonth, Coverage> months = Coverage.byMonth(p, intervals);
    assertThat(months.get(YearMonth.of(1970, 1))).isEqualTo(new Coverage(29, 28, 2, 2));
    assertThat(months.get(YearMonth.of(1970, 2))).isEqualTo(new Coverage(28, 26, 2, 0));
    assertThat(months).hasSize(3);
    assertThat(Coverage.of(p, intervals).share()).isEqualTo(55.0 / 58);
  }

  @Test
  void badInputIsRefused() {
    assertThatThrownBy(() -> ConformalRank.of(10, 1)).hasMessageContaining("below 1");
    assertThatThrownBy(() -> ConformalRank.quantile(new double[] {Double.NaN}, 0.1))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> SplitConformal.fit(new double[1], new double[2], 0.1))
        .hasMessageContaining("1 estimates came with 2 labels");
    assertThatThrownBy(() -> new Interval(1, 0)).hasMessageContaining("empty");
    assertThatThrownBy(() -> new AdaptiveConformal(0.1, 1)).hasMessageContaining("step");
  }
}
