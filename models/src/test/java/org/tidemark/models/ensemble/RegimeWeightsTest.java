package org.tidemark.models.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.testkit.Seeds;

/** Weights by recent performance: worked by hand, and blind to what is not known yet. */
class RegimeWeightsTest {
  private static MemberScores scores(double[] labels, double[]... said) {
    int n = labels.length;
    long[] times = IntStream.range(0, n).mapToLong(i -> 10L * i).toArray();
    return new MemberScores(
        Stream.of(said)
            .map(
                s ->
                    new Predictions(
                        new Target.Binary(),
                        times,
                        Arrays.stream(times).map(t -> t + 25).toArray(),
                        new int[n],
                        labels,
                        s,
                        new double[n]))
            .toList());
  }

  private static MemberScores cut(MemberScores scores, int rows) {
    int[] kept = IntStream.range(0, rows).toArray();
    return new MemberScores(scores.each().stream().map(p -> p.only(kept)).toList());
  }

  @Test
  void followTheFormula() {
    MemberScores scores =
        scores(
            new double[] {1, 0, 1, 1},
            new double[] {0.8, 0.4, 0.9, 0.5},
            new double[] {0.6, 0.2, 0.3, 0.5});
    List<String> regimes = List.of("calm", "calm", "wild", "calm");
    // At 45 labels 0 to 2 have ended, at 25, 35 and 45.
    SortedMap<String, double[]> at = new RegimeWeights(10, 0.5, 0.1).at(scores, regimes, 45);
    double first = (0.25 * -Math.log(0.8) + 0.5 * -Math.log(0.6)) / 0.75;
    double second = (0.25 * -Math.log(0.6) + 0.5 * -Math.log(0.8)) / 0.75;
    double share = 1 / (1 + Math.exp((first - second) / 0.5));
    assertThat(at.get("calm")).containsExactly(new double[] {share, 1 - share}, within(1e-12));
    double wild = Math.pow(0.9, 2) / (Math.pow(0.9, 2) + Math.pow(0.3, 2));
    assertThat(at.get("wild")).containsExactly(new double[] {wild, 1 - wild}, within(1e-12));
    assertThat(new RegimeWeights(10, 0.5, 0.8).at(scores, regimes, 45).get("calm"))
        .containsExactly(0.5, 0.5);
    assertThat(new RegimeWeights(10, 0.5, 0.1).at(scores, regimes, 24)).isEmpty();
  }

  /** Rows whose labels end later may be changed or missing: the weights stay as they are. */
  @Test
  void whatEndsLaterChangesNothing() {
    RegimeWeights rule = new RegimeWeights(200, 0.1, 3);
    Seeds.forEach(
        10,
        (seed, random) -> {
          int n = 120;
          double[] labels = random.ints(n, 0, 2).asDoubleStream().toArray();
          double[][] said = {draws(random, n), draws(random, n), draws(random, n)};
          MemberScores whole = scores(labels, said);
          List<String> regimes =
              IntStream.range(0, n).mapToObj(i -> "r" + random.nextInt(3)).toList();
          int cut = 20 + random.nextInt(80);
          // Row `cut` is decided now; of those before it, two have not ended.
          long now = 10L * cut;
          SortedMap<String, double[]> at = rule.at(whole, regimes, now);
          SortedMap<String, double[]> early =
              rule.at(cut(whole, cut - 2), regimes.subList(0, cut - 2), now);
          double[] other = labels.clone();
          for (int i = cut - 2; i < n; i++) {
            other[i] = 1 - other[i];
          }
          SortedMap<String, double[]> changed = rule.at(scores(other, said), regimes, now);
          assertThat(at.keySet()).isEqualTo(early.keySet()).isEqualTo(changed.keySet());
          at.forEach(
              (regime, weights) -> {
                assertThat(early.get(regime)).isEqualTo(weights);
                assertThat(changed.get(regime)).isEqualTo(weights);
                assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
              });
        });
  }

  private static double[] draws(SplittableRandom random, int n) {
    return random.doubles(n, 0.05, 0.95).toArray();
  }

  @Test
  void badRulesAreRefused() {
    assertThatThrownBy(() -> new RegimeWeights(0, 1, 1)).hasMessageContaining("half life 0 ns");
    assertThatThrownBy(
            () ->
                new RegimeWeights(1, 1, 1)
                    .at(scores(new double[] {1}, new double[] {0.5}), List.of(), 5))
        .hasMessageContaining("1 rows came with 0 regimes");
  }
}
