package org.tidemark.models.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tidemark.models.evaluate.Confidence;

/** Worked examples of tests and effect sizes, and what they refuse. */
class CompareTest {
  /** Extra hours of sleep with two drugs: Student, Biometrika 6 (1908) 1-25. */
  private static final double[] ONE = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};

  private static final double[] TWO = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

  /** The 15 p values of section 4.1 of Benjamini and Hochberg (1995). */
  private static final double[] INFARCTION = {
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
    0.6528, 0.7590, 1.0
  };

  @Test
  void sleepIsLongerWithTheSecondDrugByPairsOnly() {
    TTest paired = TTest.paired(ONE, TWO);
    assertThat(paired.difference()).isCloseTo(-1.58, within(1e-12));
    assertThat(paired.statistic()).isCloseTo(-4.0621, within(5e-5));
    assertThat(paired.pValue()).isCloseTo(0.002833, within(5e-7));

    TTest welch = TTest.welch(ONE, TWO);
    assertThat(welch.statistic()).isCloseTo(-1.8608, within(5e-5));
    assertThat(welch.degreesOfFreedom()).isCloseTo(17.776, within(5e-4));
    assertThat(welch.pValue()).isCloseTo(0.07939, within(5e-6));
  }

  @Test
  void ofThirtyFiveWaysTwoAreAsExtreme() {
    MannWhitney test = MannWhitney.of(new double[] {1, 2, 3}, new double[] {4, 5, 6, 7});
    assertThat(test.u()).isZero();
    assertThat(test.method()).isEqualTo(MannWhitney.Method.EXACT);
    assertThat(test.pValue()).isCloseTo(2 / 35.0, within(1e-15));
    assertThat(test.superiority()).isZero();
  }

  @Test
  void effectSizesByHand() {
    // Means 2 and 4, variances 1 and 4, pooled (2 x 1 + 2 x 4) / 4 = 2.5.
    double[] a = {1, 2, 3};
    double[] b = {2, 4, 6};
    assertThat(EffectSize.cohensD(a, b)).isCloseTo(-2 / Math.sqrt(2.5), within(1e-15));
    // Of 9 pairs: 1 below in all three, 2 ties once and is below twice, 3 is above once.
    assertThat(EffectSize.cliffsDelta(a, b)).isCloseTo((1 - 7) / 9.0, within(1e-15));
    assertThat(EffectSize.cliffsDelta(new double[] {0.0}, new double[] {-0.0})).isZero();
  }

  /** Their example: four differences stand by the false discovery rate, three by Bonferroni. */
  @Test
  void infarctionTrialsOfBenjaminiAndHochberg() {
    assertThat(significant(AdjustedP.benjaminiHochberg(INFARCTION))).isEqualTo(4);
    assertThat(significant(AdjustedP.bonferroni(INFARCTION))).isEqualTo(3);
    assertThat(significant(AdjustedP.holm(INFARCTION))).isEqualTo(3);
    assertThat(AdjustedP.benjaminiHochberg(INFARCTION)[3])
        .isCloseTo(0.0095 * 15 / 4, within(1e-15));
  }

  private static long significant(double[] p) {
    return Arrays.stream(p).filter(v -> v <= 0.05).count();
  }

  @Test
  void dieboldMarianoWithoutLagsIsThePairedTestOverItsBiasedVariance() {
    // One step ahead and no lags: V = sum (d - mean)^2 / n, correction root((n - 1) / n).
    DieboldMariano test = DieboldMariano.of(ONE, TWO, 1, 0);
    assertThat(test.statistic()).isCloseTo(TTest.paired(ONE, TWO).statistic(), within(1e-12));
    assertThat(test.pValue()).isCloseTo(TTest.paired(ONE, TWO).pValue(), within(1e-12));
    assertThat(DieboldMariano.of(ONE, TWO, 3).lags()).isEqualTo(2);
  }

  @Test
  void whatNothingVariesInIsNotDefined() {
    double[] same = new double[20];
    Arrays.fill(same, 0.1 + 0.2);
    double[] other = new double[20];
    assertThat(TTest.paired(same, other).pValue()).isNaN();
    assertThat(TTest.paired(same, other).halfWidth(0.9)).isNaN();
    assertThat(TTest.welch(same, other).pValue()).isNaN();
    assertThat(EffectSize.cohensD(same, other)).isNaN();
    assertThat(EffectSize.cliffsDelta(same, other)).isEqualTo(1);
    assertThat(MannWhitney.of(same, same).pValue()).isNaN();
    assertThat(DieboldMariano.of(same, other, 1).pValue()).isNaN();
    DifferenceInterval sharpe = DifferenceInterval.ofSharpe(same, other, Confidence.STANDARD);
    assertThat(sharpe.difference()).isNaN();
    assertThat(sharpe.low()).isNaN();
  }

  @Test
  void fewTimesHaveADifferenceButNoInterval() {
    DifferenceInterval few = DifferenceInterval.ofMeans(ONE, TWO, Confidence.STANDARD);
    assertThat(few.difference()).isCloseTo(-1.58, within(1e-12));
    assertThat(few.low()).isNaN();
    assertThat(few.high()).isNaN();
  }

  @Test
  void badInputIsRefusedByName() {
    double[] none = {};
    double[] gap = {1, Double.NaN, 3, 4, 5, 6, 7, 8, 9, 10};
    assertThatThrownBy(() -> TTest.paired(ONE, new double[3]))
        .hasMessage("10 observations cannot be paired with 3; compare them on the same rows");
    assertThatThrownBy(() -> TTest.welch(new double[1], TWO))
        .hasMessage("first has 1 observations; 2 or more are needed");
    assertThatThrownBy(() -> TTest.welch(ONE, gap)).hasMessageContaining("second[1] = NaN");
    assertThatThrownBy(() -> TTest.paired(ONE, TWO).halfWidth(1)).hasMessageContaining("level = 1");
    assertThatThrownBy(() -> MannWhitney.of(ONE, none)).hasMessageContaining("second has 0");
    assertThatThrownBy(() -> EffectSize.cliffsDelta(gap, ONE)).hasMessageContaining("first[1]");
    assertThatThrownBy(() -> DieboldMariano.of(new double[7], new double[7], 1))
        .hasMessageContaining("difference has 7 observations; 8 or more");
    assertThatThrownBy(() -> DieboldMariano.of(ONE, TWO, 5)).hasMessageContaining("horizon = 5");
    assertThatThrownBy(() -> DieboldMariano.of(ONE, TWO, 1, 10)).hasMessageContaining("lags = 10");
    assertThatThrownBy(() -> DifferenceInterval.ofMeans(ONE, gap, Confidence.STANDARD))
        .hasMessageContaining("second[1]");
    assertThatThrownBy(() -> AdjustedP.holm(none)).hasMessageContaining("no p values");
    assertThatThrownBy(() -> AdjustedP.benjaminiHochberg(new double[] {0.1, Double.NaN}))
        .hasMessageContaining("p[1] = NaN");
  }
}
