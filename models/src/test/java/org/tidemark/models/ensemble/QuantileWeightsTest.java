package org.tidemark.models.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.testkit.Seeds;

/** Weights of a quantile ensemble: of least pinball loss, found the slow way too. */
class QuantileWeightsTest {
  private static MemberScores scores(double[] labels, double[]... said) {
    int n = labels.length;
    long[] times = IntStream.range(0, n).asLongStream().toArray();
    return new MemberScores(
        Stream.of(said)
            .map(
                s ->
                    new Predictions(
                        new Target.Regression(),
                        times,
                        Arrays.stream(times).map(t -> t + 1).toArray(),
                        new int[n],
                        labels,
                        s,
                        new double[n]))
            .toList());
  }

  private static double pinball(MemberScores scores, double level, double... weights) {
    double sum = 0;
    for (int i = 0; i < scores.rows().rows(); i++) {
      double mixed = 0;
      for (int m = 0; m < weights.length; m++) {
        mixed += weights[m] * scores.ofTruth(m, i);
      }
      double u = scores.rows().labels()[i] - mixed;
      sum += u > 0 ? level * u : (level - 1) * u;
    }
    return sum / scores.rows().rows();
  }

  /** Piecewise linear in one weight: its least value is at an end or where a row is hit exactly. */
  private static double leastOfTwo(MemberScores scores, double level) {
    double least = Math.min(pinball(scores, level, 0, 1), pinball(scores, level, 1, 0));
    for (int i = 0; i < scores.rows().rows(); i++) {
      double apart = scores.ofTruth(0, i) - scores.ofTruth(1, i);
      double w = (scores.rows().labels()[i] - scores.ofTruth(1, i)) / apart;
      if (w > 0 && w < 1) {
        least = Math.min(least, pinball(scores, level, w, 1 - w));
      }
    }
    return least;
  }

  private static double leastOnGrid(MemberScores scores, double level) {
    double least = Double.POSITIVE_INFINITY;
    int steps = 60;
    for (int a = 0; a <= steps; a++) {
      for (int b = 0; a + b <= steps; b++) {
        double first = (double) a / steps;
        double second = (double) b / steps;
        least = Math.min(least, pinball(scores, level, first, second, 1 - first - second));
      }
    }
    return least;
  }

  private static double[] fit(MemberScores scores, double level) {
    int[] all = IntStream.range(0, scores.rows().rows()).toArray();
    return SimplexFit.fit(scores, all, OptionalDouble.of(level));
  }

  private static double[] around(SplittableRandom random, double[] labels, double at, double by) {
    return Arrays.stream(labels).map(y -> at + 0.3 * y + by * random.nextGaussian()).toArray();
  }

  @Test
  void noWeightsAreBetter() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          double scale = Math.pow(10, random.nextInt(-4, 3));
          double[] labels = random.doubles(250, -3, 3).toArray();
          double level = random.nextDouble(0.03, 0.97);
          double[] one = around(random, labels, 2, 0.5);
          double[] two = around(random, labels, -2, 1);
          double[] three = around(random, labels, 0.5, 2);
          for (double[] all : List.of(labels, one, two, three)) {
            Arrays.setAll(all, i -> all[i] * scale);
          }
          MemberScores pair = scores(labels, one, two);
          double[] weights = fit(pair, level);
          assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
          assertThat(pinball(pair, level, weights))
              .isLessThanOrEqualTo(leastOfTwo(pair, level) + 2e-5 * scale);
          MemberScores triple = scores(labels, one, two, three);
          assertThat(pinball(triple, level, fit(triple, level)))
              .isLessThanOrEqualTo(leastOnGrid(triple, level) + 2e-5 * scale);
        });
  }

  /** Members say 0 and 1; of labels evenly from 0 to 1 the quantile 0.9 is 0.9. */
  @Test
  void workedByHand() {
    double[] labels = IntStream.range(0, 1000).mapToDouble(i -> (i + 0.5) / 1000).toArray();
    double[] zero = new double[1000];
    double[] one = new double[1000];
    Arrays.fill(one, 1);
    MemberScores scores = scores(labels, zero, one);
    assertThat(fit(scores, 0.9)).containsExactly(new double[] {0.1, 0.9}, within(2e-3));
    assertThat(fit(scores, 0.25)).containsExactly(new double[] {0.75, 0.25}, within(2e-3));
    // By squared error it would be the mean, whatever the level.
    int[] all = IntStream.range(0, 1000).toArray();
    assertThat(SimplexFit.fit(scores, all, OptionalDouble.empty()))
        .containsExactly(new double[] {0.5, 0.5}, within(1e-6));
    assertThat(CombineMethod.WEIGHTED.fit(scores, OptionalDouble.of(0.9)).id())
        .isEqualTo(CombineMethod.WEIGHTED.fit(scores, OptionalDouble.of(0.9)).id())
        .isNotEqualTo(CombineMethod.WEIGHTED.fit(scores).id());
    assertThat(
            CombinedInTime.of(scores, CombineMethod.WEIGHTED, OptionalDouble.of(0.9))
                .predictions()
                .rows())
        .isEqualTo(1000);
  }

  @Test
  void aStackOfQuantilesIsRefused() {
    assertThatThrownBy(() -> CombineMethod.STACKING.needQuantile(0.9))
        .hasMessageContaining("learns the mean of a label")
        .hasMessageContaining("use weighted");
  }
}
