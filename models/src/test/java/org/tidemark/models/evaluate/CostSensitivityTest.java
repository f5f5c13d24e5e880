package org.tidemark.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.testkit.Seeds;

/** What the same predictions are worth at other costs, and years of periods. */
class CostSensitivityTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** One decision of a minute, long, with a return of one percent. */
  private static Predictions onePercent() {
    long minute = MINUTE.toNanos();
    return new Predictions(
        new Target.Binary(),
        new long[] {0},
        new long[] {minute},
        new int[1],
        new double[] {1},
        new double[] {0.9},
        new double[] {0.01});
  }

  @Test
  void onePercentBoughtAndSoldBreaksEvenAtFiftyBasisPoints() {
    CostSensitivity costs =
        CostSensitivity.of(onePercent(), TradingRule.aroundTheClock(0, 10, MINUTE));
    assertThat(costs.breakEvenBasisPoints()).isCloseTo(50, within(1e-6));
    assertThat(costs.points().stream().map(CostSensitivity.Point::costBasisPoints))
        .containsExactly(0.0, 5.0, 10.0, 20.0, 50.0);
    assertThat(costs.points().get(3).totalReturn()).isCloseTo(0.01 - 2 * 0.002, within(1e-15));
    assertThat(costs.points().get(3).sharpe()).isNaN();
  }

  @Test
  void withoutGainOrTradeNothingBreaksEven() {
    TradingRule idle = TradingRule.aroundTheClock(0.45, 10, MINUTE);
    assertThat(CostSensitivity.of(onePercent(), idle).breakEvenBasisPoints()).isNaN();
    Predictions wrong = Samples.minutes(new Target.Binary(), new double[] {1}, new double[] {0.9});
    TradingRule rule = TradingRule.aroundTheClock(0, 10, MINUTE);
    assertThat(CostSensitivity.of(wrong, rule).breakEvenBasisPoints()).isNaN();
  }

  @Test
  void returnsFallWithCostAndOneTimesCostIsTheEvaluation() {
    Seeds.forEach(
        10,
        (seed, random) -> {
          Predictions p = Samples.overlapping(seed, 2, 500, 5, 0.5, 0.4);
          TradingRule rule = TradingRule.aroundTheClock(0, 2, Duration.ofMinutes(30));
          CostSensitivity costs = CostSensitivity.of(p, rule);
          Evaluation e = Evaluation.of(p, rule, new Confidence(0.95, 100, 1));
          CostSensitivity.Point once = costs.points().get(2);
          assertThat(once.sharpe()).isEqualTo(e.find(Metric.SHARPE).orElseThrow().value());
          assertThat(once.totalReturn())
              .isEqualTo(e.find(Metric.TOTAL_RETURN).orElseThrow().value());
          for (int i = 1; i < 5; i++) {
            assertThat(costs.points().get(i).totalReturn())
                .isLessThan(costs.points().get(i - 1).totalReturn());
          }
          double even = costs.breakEvenBasisPoints();
          if (costs.points().get(0).totalReturn() > 0) {
            TradingRule at = TradingRule.aroundTheClock(0, even, Duration.ofMinutes(30));
            assertThat(CostSensitivity.of(p, at, List.of(1.0)).points().get(0).totalReturn())
                .isCloseTo(0, within(1e-6));
          } else {
            assertThat(even).isNaN();
          }
        });
  }

  @Test
  void multiplesMustRise() {
    TradingRule rule = TradingRule.aroundTheClock(0, 10, MINUTE);
    assertThatThrownBy(() -> CostSensitivity.of(onePercent(), rule, List.of(1.0, 0.5)))
        .hasMessageContaining("multiple of cost 0.5");
  }

  @Test
  void aYearOfPeriods() {
    Duration session = Duration.ofMinutes(390);
    assertThat(Annualisation.aroundTheClock(Duration.ofHours(1))).isEqualTo(8760);
    assertThat(Annualisation.sessions(252, session, Duration.ofMinutes(5))).isEqualTo(252 * 78);
    assertThat(Annualisation.sessions(252, session, Duration.ofHours(1))).isEqualTo(252 * 7);
    assertThat(Annualisation.sessions(252, session, DAY)).isEqualTo(252);
    assertThat(Annualisation.sessions(252, session, DAY.multipliedBy(7)))
        .isCloseTo(52.18, within(5e-3));
    assertThatThrownBy(() -> Annualisation.sessions(252, session, DAY.multipliedBy(3)))
        .hasMessageContaining("Annualisation.observed");
    assertThatThrownBy(() -> Annualisation.sessions(0, session, DAY)).hasMessageContaining("= 0.0");
    assertThatThrownBy(() -> Annualisation.sessions(252, DAY.multipliedBy(2), DAY))
        .hasMessageContaining("session = PT48H");
    assertThatThrownBy(() -> Annualisation.aroundTheClock(Duration.ZERO))
        .hasMessageContaining("duration = PT0S");
  }

  @Test
  void aYearOfPeriodsAsObserved() {
    long[] ends = new long[366];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = i * DAY.toNanos();
    }
    assertThat(Annualisation.observed(ends)).isCloseTo(365.25, within(1e-9));
    assertThatThrownBy(() -> Annualisation.observed(new long[1])).hasMessageContaining("two or");
    assertThatThrownBy(() -> Annualisation.observed(new long[2])).hasMessageContaining("increase");
  }
}
