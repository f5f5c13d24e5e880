package org.tidemark.models.overfit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The numbers of Bailey and Lopez de Prado, The Sharpe Ratio Efficient Frontier (2012). */
class SharpeRatioTest {
  /** Two years of months, 0.458 a month; skewness -2.448 and kurtosis 10.164 take 0.07 away. */
  @Test
  void tailsMakeATrackRecordLessSure() {
    assertThat(SharpeRatio.normal(0.458, 24).probabilityAbove(0)).isCloseTo(0.982, within(5e-4));
    SharpeRatio tailed = new SharpeRatio(0.458, 24, -2.448, 10.164);
    assertThat(tailed.probabilityAbove(0)).isCloseTo(0.913, within(5e-4));
  }

  /** Years until an annual 2 is known to be above 1 with 95 %, by how often returns are seen. */
  @Test
  void minimumTrackRecordsInYears() {
    assertThat(years(252, 0, 3)).isCloseTo(2.73, within(5e-3));
    assertThat(years(52, 0, 3)).isCloseTo(2.83, within(5e-3));
    assertThat(years(12, 0, 3)).isCloseTo(3.24, within(5e-3));
    // Monthly with the skewness and kurtosis of a hedge fund index.
    assertThat(years(12, -0.72, 5.78)).isCloseTo(4.99, within(5e-3));
  }

  private static double years(double periodsPerYear, double skewness, double kurtosis) {
    double root = Math.sqrt(periodsPerYear);
    SharpeRatio two = new SharpeRatio(2 / root, 1000, skewness, kurtosis);
    assertThat(two.annual(periodsPerYear)).isCloseTo(2, within(1e-12));
    return two.minimumTrackRecord(1 / root, 0.95) / periodsPerYear;
  }

  @Test
  void atItsMinimumTrackRecordTheLevelIsReached() {
    SharpeRatio ratio = new SharpeRatio(0.1, 50, -1, 6);
    int needed = (int) Math.ceil(ratio.minimumTrackRecord(0.02, 0.99));
    assertThat(new SharpeRatio(0.1, needed, -1, 6).probabilityAbove(0.02)).isGreaterThan(0.99);
    assertThat(new SharpeRatio(0.1, needed - 1, -1, 6).probabilityAbove(0.02)).isLessThan(0.99);
    assertThat(ratio.minimumTrackRecord(0.1, 0.95)).isInfinite();
    assertThat(ratio.probabilityAbove(0.1)).isEqualTo(0.5);
  }

  @Test
  void withoutVarianceNothingIsDefined() {
    SharpeRatio flat = SharpeRatio.of(new double[] {0.1, 0.1, 0.1, 0.1});
    assertThat(flat.perPeriod()).isNaN();
    assertThat(flat.standardError()).isNaN();
    assertThat(flat.probabilityAbove(0)).isNaN();
    assertThat(flat.minimumTrackRecord(0, 0.95)).isNaN();
  }

  @Test
  void badInputIsRefusedByName() {
    assertThatThrownBy(() -> SharpeRatio.of(new double[3])).hasMessageContaining("3 periods");
    assertThatThrownBy(() -> SharpeRatio.of(new double[] {1, 2, Double.NaN, 4}))
        .hasMessage("return of period 2 = NaN must be finite");
    assertThatThrownBy(() -> new SharpeRatio(1, 100, -3, 7))
        .hasMessageContaining("kurtosis 7.0 is impossible");
    assertThatThrownBy(() -> SharpeRatio.normal(1, 100).minimumTrackRecord(0, 0.5))
        .hasMessageContaining("level = 0.5");
  }
}
