package org.tidemark.models.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.models.compare.PairTest.Kind;
import org.tidemark.models.compare.PairTest.Outcome;
import org.tidemark.models.evaluate.Backtest;
import org.tidemark.models.evaluate.Confidence;
import org.tidemark.models.evaluate.Loss;
import org.tidemark.models.evaluate.Predictions;

/** Every pair of three, by hand. */
class RoundRobinTest {
  private static final long SPAN = 60_000_000_000L;
  private static final RoundRobin ROUND = new RoundRobin(Loss.BRIER, new Confidence(0.95, 200, 1));

  /** Extra hours of sleep with two drugs: Student, Biometrika 6 (1908) 1-25. */
  private static final double[] ONE = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};

  private static final double[] TWO = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

  /** Losses (1 - score)^2 of rows of label 1 whose spans touch: one cell each. */
  private static Contestant contestant(String name, double[] returns, double... scores) {
    int n = scores.length;
    long[] times = new long[n];
    long[] ends = new long[n];
    double[] labels = new double[n];
    for (int i = 0; i < n; i++) {
      times[i] = i * SPAN;
      ends[i] = (i + 1) * SPAN;
      labels[i] = 1;
    }
    long[] periods = new long[returns.length];
    Arrays.setAll(periods, i -> (i + 1) * SPAN);
    int[] none = new int[returns.length];
    double[] nothing = new double[returns.length];
    return new Contestant(
        name,
        new Predictions(
            new Target.Binary(), times, ends, new int[n], labels, scores, new double[n]),
        new Backtest(periods, returns, none, none, none, nothing, nothing, nothing));
  }

  private static PairTest of(List<PairTest> tests, String first, String second, Kind kind) {
    return tests.stream()
        .filter(t -> t.first().equals(first) && t.second().equals(second) && t.kind() == kind)
        .reduce(
            (a, b) -> {
              throw new AssertionError("twice: " + a);
            })
        .orElseThrow();
  }

  @Test
  void everyPairIsTestedInEveryWayAndCorrectedForAllPairs() {
    double[] good = {0.9, 0.8, 0.9, 0.8, 0.9, 0.7, 0.9, 0.8, 0.9, 0.8};
    double[] bad = {0.5, 0.5, 0.4, 0.5, 0.6, 0.5, 0.5, 0.4, 0.5, 0.5};
    double[] third = Arrays.stream(TWO).map(r -> r + 0.01).toArray();
    third[4] = -0.2;
    List<PairTest> tests =
        ROUND.of(
            List.of(
                contestant("a", ONE, good),
                contestant("b", TWO, bad),
                contestant("c", third, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5)));
    assertThat(tests).hasSize(9);

    // The sleep data: t = -4.0621 with p = 0.002833, unpaired ranks tell less.
    PairTest sleep = of(tests, "a", "b", Kind.PAIRED_T);
    assertThat(sleep.observations()).isEqualTo(10);
    assertThat(sleep.firstMean()).isCloseTo(0.75, within(1e-12));
    assertThat(sleep.secondMean()).isCloseTo(2.33, within(1e-12));
    assertThat(sleep.difference()).isCloseTo(-1.58, within(1e-12));
    assertThat(sleep.pValue()).isCloseTo(0.002833, within(5e-7));
    assertThat(sleep.low()).isNaN(); // ten are too few for an interval
    assertThat(of(tests, "a", "b", Kind.MANN_WHITNEY).pValue())
        .isEqualTo(MannWhitney.of(ONE, TWO).pValue());

    // Holm by hand: the least of three p values is tripled, the next doubled, none below before.
    PairTest other = of(tests, "a", "c", Kind.PAIRED_T);
    PairTest close = of(tests, "b", "c", Kind.PAIRED_T);
    assertThat(sleep.pValue()).isLessThan(other.pValue());
    assertThat(other.pValue()).isLessThan(close.pValue());
    assertThat(sleep.holm()).isCloseTo(3 * sleep.pValue(), within(1e-15));
    assertThat(other.holm())
        .isCloseTo(Math.max(3 * sleep.pValue(), 2 * other.pValue()), within(1e-15));
    assertThat(close.holm()).isCloseTo(Math.max(other.holm(), close.pValue()), within(1e-15));
    assertThat(sleep.benjaminiHochberg())
        .isCloseTo(Math.min(3 * sleep.pValue(), 1.5 * other.pValue()), within(1e-15));
    assertThat(sleep.outcome()).isEqualTo(Outcome.SECOND);
    assertThat(close.outcome()).isEqualTo(Outcome.NO_DIFFERENCE);

    // Losses: lower is better, although the returns say the contrary.
    PairTest losses = of(tests, "a", "b", Kind.DIEBOLD_MARIANO);
    assertThat(losses.firstMean()).isCloseTo((5 * 0.01 + 4 * 0.04 + 0.09) / 10, within(1e-12));
    double[] a = Arrays.stream(good).map(p -> (p - 1) * (p - 1)).toArray();
    double[] b = Arrays.stream(bad).map(p -> (p - 1) * (p - 1)).toArray();
    // A label reaches into the next cell: a forecast is two steps long.
    assertThat(losses.pValue()).isEqualTo(DieboldMariano.of(a, b, 2).pValue());
    assertThat(losses.cohensD()).isEqualTo(EffectSize.cohensD(a, b));
    assertThat(losses.cliffsDelta()).isEqualTo(-1);
    assertThat(losses.outcome()).isEqualTo(Outcome.FIRST);
  }

  @Test
  void whatCannotBeTestedIsSaidAndCorrectsNothing() {
    double[] few = {0.9, 0.8, 0.9, 0.8, 0.9, 0.8, 0.9};
    double[] day = {0.01};
    List<PairTest> tests =
        ROUND.of(List.of(contestant("a", day, few), contestant("b", new double[] {0.02}, few)));
    assertThat(tests).hasSize(3);
    for (PairTest test : tests) {
      assertThat(test.outcome()).isEqualTo(Outcome.NOT_TESTED);
      assertThat(test.pValue()).isNaN();
      assertThat(test.holm()).isNaN();
    }
    assertThat(tests.get(1).difference()).isCloseTo(-0.01, within(1e-15));
    assertThat(ROUND.of(List.of(contestant("a", ONE, few)))).isEmpty();

    // Twins: no t ratio, but ranks that tie; their p value is corrected alone.
    List<PairTest> twins =
        ROUND.of(List.of(contestant("a", ONE, few), contestant("b", ONE.clone(), few)));
    assertThat(of(twins, "a", "b", Kind.PAIRED_T).outcome()).isEqualTo(Outcome.NOT_TESTED);
    assertThat(of(twins, "a", "b", Kind.MANN_WHITNEY).outcome()).isEqualTo(Outcome.NO_DIFFERENCE);
  }

  @Test
  void otherPeriodsAreRefused() {
    double[] scores = {0.9, 0.8, 0.9, 0.8};
    assertThatThrownBy(
            () ->
                ROUND.of(
                    List.of(
                        contestant("a", ONE, scores),
                        contestant("b", Arrays.copyOf(ONE, 9), scores))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "returns of a and b are not of the same periods; trade the same rows");
  }
}
