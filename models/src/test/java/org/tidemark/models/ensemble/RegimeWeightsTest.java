package org.tidemark.models.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.form.ByRegime;
import org.tidemark.models.form.Combiner;

/** Weights by recent performance in each market regime, worked by hand. */
class RegimeWeightsTest {
  private static final float CALM = 9;
  private static final float WILD = 8;

  private static MemberScores scores(
      Target target, double[] labels, float[] regimes, double[]... said) {
    int n = labels.length;
    long[] times = IntStream.range(0, n).mapToLong(i -> 10L * i).toArray();
    return new MemberScores(
        Stream.of(said)
            .map(
                s ->
                    new Predictions(
                        target,
                        times,
                        Arrays.stream(times).map(t -> t + 25).toArray(),
                        new int[n],
                        new int[n],
                        labels,
                        s,
                        new double[n]))
            .toList(),
        Optional.of(new RegimeColumn(3, regimes)));
  }

  private static ByRegime fit(RegimeWeights rule, MemberScores scores, int rows) {
    return rule.fit(scores, IntStream.range(0, rows).toArray(), OptionalDouble.empty());
  }

  @Test
  void followTheFormula() {
    MemberScores scores =
        scores(
            new Target.Binary(),
            new double[] {1, 0, 1, 1},
            new float[] {CALM, CALM, WILD, CALM},
            new double[] {0.8, 0.4, 0.9, 0.5},
            new double[] {0.6, 0.2, 0.3, 0.5});
    // Labels 0 to 2 end at 25, 35 and 45: the rows count a quarter, a half and one.
    ByRegime at = fit(new RegimeWeights(10, 0.5, 0.1), scores, 3);
    double first = (0.25 * -Math.log(0.8) + 0.5 * -Math.log(0.6)) / 0.75;
    double second = (0.25 * -Math.log(0.6) + 0.5 * -Math.log(0.8)) / 0.75;
    double share = 1 / (1 + Math.exp((first - second) / 0.5));
    assertThat(at.of(CALM).weights())
        .containsExactly(new double[] {share, 1 - share}, within(1e-12));
    double wild = Math.pow(0.9, 2) / (Math.pow(0.9, 2) + Math.pow(0.3, 2));
    assertThat(at.of(WILD).weights()).containsExactly(new double[] {wild, 1 - wild}, within(1e-12));
    assertThat(at.of(7).weights()).containsExactly(0.5, 0.5);
    assertThat(at.of(Float.NaN).weights()).containsExactly(0.5, 0.5);
    // Too few calm rows: 0.75 of the 0.8 that are asked.
    ByRegime few = fit(new RegimeWeights(10, 0.5, 0.8), scores, 3);
    assertThat(few.of(CALM).weights()).containsExactly(0.5, 0.5);
    assertThat(few.of(WILD).weights())
        .containsExactly(new double[] {wild, 1 - wild}, within(1e-12));
    assertThat(Combiner.parse(at.id())).isInstanceOf(ByRegime.class);
    assertThat(Combiner.parse(at.id()).id()).isEqualTo(at.id());
  }

  /** Estimates: squared errors, and pinball loss of a quantile, over their mean in the regime. */
  @Test
  void lossesOfEstimatesHaveNoUnit() {
    for (double unit : new double[] {1, 1e-4}) {
      MemberScores scores =
          scores(
              new Target.Regression(),
              new double[] {2 * unit, 3 * unit},
              new float[] {CALM, CALM},
              new double[] {3 * unit, 3 * unit},
              new double[] {2 * unit, 5 * unit});
      RegimeWeights rule = new RegimeWeights(1_000_000_000, 2, 1);
      // Means 0.5 and 2 of squares 1, 0 and 0, 4; their mean is 1.25.
      double mean = 1 / (1 + Math.exp((0.5 - 2) / 1.25 / 2));
      assertThat(fit(rule, scores, 2).of(CALM).weights())
          .containsExactly(new double[] {mean, 1 - mean}, within(1e-6));
      // Of the 0.9 quantile, above the truth by 1, 0 and 0, 2: 0.05 and 0.1; their mean is 0.075.
      double pinball = 1 / (1 + Math.exp((0.05 - 0.1) / 0.075 / 2));
      assertThat(rule.fit(scores, new int[] {0, 1}, OptionalDouble.of(0.9)).of(CALM).weights())
          .containsExactly(new double[] {pinball, 1 - pinball}, within(1e-6));
    }
  }

  @Test
  void rowsWithoutARegimeTeachNothing() {
    double[] labels = IntStream.range(0, 400).mapToDouble(i -> i % 2).toArray();
    double[] said = Arrays.stream(labels).map(l -> 0.3 + 0.4 * l).toArray();
    double[] worse = Arrays.stream(labels).map(l -> 0.5).toArray();
    float[] none = new float[400];
    Arrays.fill(none, Float.NaN);
    MemberScores scores = scores(new Target.Binary(), labels, none, said, worse);
    assertThat(fit(RegimeWeights.STANDARD, scores, 400).means()).isEmpty();
    assertThatThrownBy(() -> CombineMethod.REGIME.fit(scores))
        .hasMessageContaining("none of 400 out-of-fold rows has a market regime");
    none[7] = WILD;
    assertThat(CombineMethod.REGIME.fit(scores)).isInstanceOf(ByRegime.class);
    assertThatThrownBy(() -> CombineMethod.REGIME.fit(new MemberScores(scores.each())))
        .hasMessageContaining("no regimes came");
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new RegimeWeights(0, 1, 1)).hasMessageContaining("half life 0 ns");
    assertThatThrownBy(
            () -> scores(new Target.Binary(), new double[] {1}, new float[0], new double[] {0.5}))
        .hasMessageContaining("1 rows came with 0 regimes");
    assertThatThrownBy(() -> new ByRegime(-1, new TreeMap<>(), Combiner.equal(2)))
        .hasMessageContaining("column -1");
    TreeMap<Float, Combiner.Mean> three = new TreeMap<>();
    three.put(1f, Combiner.equal(3));
    assertThatThrownBy(() -> new ByRegime(0, three, Combiner.equal(2)))
        .hasMessageContaining("weighs 3 members, other rows 2");
  }
}
