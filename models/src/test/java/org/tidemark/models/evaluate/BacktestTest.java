package org.tidemark.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.testkit.Seeds;

/** Trading by hand-made examples, and what must hold for any predictions. */
class BacktestTest {
  private static final long MINUTE = Samples.MINUTE;

  /** Two-minute labels on every minute; a decision every two minutes. */
  private static Predictions example(double[] probability, double[] forward) {
    int rows = probability.length;
    long[] time = new long[rows];
    long[] end = new long[rows];
    Arrays.setAll(time, i -> i * MINUTE);
    Arrays.setAll(end, i -> (i + 2) * MINUTE);
    return new Predictions(
        new Target.Binary(), time, end, new int[rows], new double[rows], probability, forward);
  }

  @Test
  void costIsPaidForWhatIsTraded() {
    // Decisions at minutes 0 (long), 2 (stays long), 4 (turns short), 6 (flat); odd rows are
    // passed.
    Predictions p =
        example(
            new double[] {0.9, 0.1, 0.8, 0.1, 0.2, 0.9, 0.5},
            new double[] {0.01, 9, 0.02, 9, 0.03, 9, 0.04});
    Backtest b = Backtest.of(p, TradingRule.aroundTheClock(0.1, 10, Duration.ofMinutes(2)));
    assertThat(b.periodEndNanos()).containsExactly(2 * MINUTE, 4 * MINUTE, 6 * MINUTE, 8 * MINUTE);
    assertThat(b.traded()).containsExactly(1, 0, 2, 1);
    double[] expected = {0.01 - 0.001, 0.02, -0.03 - 0.002, -0.001};
    for (int i = 0; i < expected.length; i++) {
      assertThat(b.returns()[i]).isCloseTo(expected[i], within(1e-15));
    }
    assertThat(b.held()).containsExactly(1, 1, 1, 0);
    assertThat(b.wins()).containsExactly(1, 1, 0, 0);
  }

  @Test
  void drawdownAndTotalReturnOfKnownReturns() {
    Predictions p =
        example(
            new double[] {0.9, 0.9, 0.9, 0.9, 0.9, 0.9}, new double[] {0.5, 0, -0.5, 0, 0.2, 0});
    TradingRule rule = TradingRule.aroundTheClock(0, 0, Duration.ofMinutes(2));
    Backtest b = Backtest.of(p, rule);
    double[] values = new Trading(b, rule).values();
    assertThat(values[Trading.METRICS.indexOf(Metric.MAX_DRAWDOWN)]).isEqualTo(0.5);
    assertThat(values[Trading.METRICS.indexOf(Metric.TOTAL_RETURN)])
        .isCloseTo(1.5 * 0.5 * 1.2 - 1, within(1e-15));
    assertThat(values[Trading.METRICS.indexOf(Metric.PROFIT_FACTOR)]).isCloseTo(1.4, within(1e-15));
    EquityCurve curve = EquityCurve.of(b, 8);
    assertThat(curve.drawdown()[1]).isEqualTo(0.5);
  }

  /** Decisions of a week end on one day in seven, whatever the market's days are. */
  @Test
  void aYearHasThePeriodsInWhichDecisionsEnd() {
    long week = 7 * Duration.ofDays(1).toNanos();
    long[] time = new long[6];
    long[] end = new long[6];
    for (int i = 0; i < time.length; i++) {
      time[i] = i * week;
      end[i] = (i + 1) * week;
    }
    double[] forward = {0.01, 0.03, -0.01, 0.02, 0, 0.01};
    Predictions p =
        new Predictions(
            new Target.Binary(), time, end, new int[6], new double[6], filled(6, 0.9), forward);
    TradingRule rule = new TradingRule(0, 0, Duration.ofDays(1), 252);
    Backtest b = Backtest.of(p, rule);
    assertThat(b.periods()).isEqualTo(6);
    assertThat(b.periodsPerYear(252)).isCloseTo(365.25 / 7, within(1e-9));
    assertThat(b.periodsPerYear(12)).isEqualTo(12);
    double mean = 0.01;
    double deviation = Math.sqrt((0 + 4 + 4 + 1 + 1 + 0) * 1e-4 / 5);
    assertThat(new Trading(b, rule).values()[Trading.METRICS.indexOf(Metric.SHARPE)])
        .isCloseTo(mean / deviation * Math.sqrt(365.25 / 7), within(1e-9));
  }

  private static double[] filled(int n, double value) {
    double[] out = new double[n];
    Arrays.fill(out, value);
    return out;
  }

  @Test
  void withoutATradeRatiosAreNotDefined() {
    Predictions p = example(new double[] {0.5, 0.5, 0.5}, new double[] {0.1, 0.1, 0.1});
    Evaluation e = Evaluation.of(p, TradingRule.aroundTheClock(0, 5, Duration.ofMinutes(2)));
    for (Metric metric :
        new Metric[] {
          Metric.HIT_RATIO, Metric.SHARPE, Metric.SORTINO, Metric.CALMAR, Metric.PROFIT_FACTOR
        }) {
      assertThat(e.find(metric).orElseThrow().value()).as(metric.id()).isNaN();
    }
    for (Metric metric :
        new Metric[] {Metric.MAX_DRAWDOWN, Metric.TURNOVER, Metric.TOTAL_RETURN, Metric.EXPOSURE}) {
      assertThat(e.find(metric).orElseThrow().value()).as(metric.id()).isZero();
    }
  }

  @Test
  void aRuinedSleeveStaysRuined() {
    Predictions p = example(new double[] {0.1, 0.1, 0.9, 0.9}, new double[] {1.5, 0, 0.5, 0});
    TradingRule rule = TradingRule.aroundTheClock(0, 5, Duration.ofMinutes(2));
    double[] values = new Trading(Backtest.of(p, rule), rule).values();
    assertThat(values[Trading.METRICS.indexOf(Metric.TOTAL_RETURN)]).isEqualTo(-1);
    assertThat(values[Trading.METRICS.indexOf(Metric.MAX_DRAWDOWN)]).isEqualTo(1);
  }

  @Test
  void decisionsNeverOverlapAndMirroringMirrors() {
    Seeds.forEach(
        30,
        (seed, random) -> {
          int instruments = 1 + random.nextInt(3);
          int horizon = 1 + random.nextInt(20);
          int minutes = 100 + random.nextInt(200);
          Predictions p = Samples.overlapping(seed, instruments, minutes, horizon, 0.5, 0.1);
          TradingRule free = TradingRule.aroundTheClock(0, 0, Duration.ofMinutes(30));
          Backtest b = Backtest.of(p, free);
          int most = instruments * ((minutes + horizon - 1) / horizon);
          assertThat(Arrays.stream(b.decisions()).sum()).isEqualTo(most);
          double[] turned = Arrays.stream(p.scores()).map(s -> 1 - s).toArray();
          double[] fallen = Arrays.stream(p.forwardReturns()).map(r -> -r).toArray();
          Predictions mirror =
              new Predictions(
                  p.target(),
                  p.eventTimeNanos(),
                  p.spanEndNanos(),
                  p.instrument(),
                  p.labels(),
                  turned,
                  fallen);
          assertThat(Backtest.of(mirror, free).returns()).isEqualTo(b.returns());
          double cheap = total(p, 1);
          assertThat(total(p, 2)).isLessThan(cheap);
        });
  }

  private static double total(Predictions p, double cost) {
    TradingRule rule = TradingRule.aroundTheClock(0, cost, Duration.ofMinutes(30));
    double[] values = new Trading(Backtest.of(p, rule), rule).values();
    return values[Trading.METRICS.indexOf(Metric.TOTAL_RETURN)];
  }

  @Test
  void aThinnedCurveKeepsItsEndsAndItsDeepestFall() {
    Predictions p = Samples.overlapping(11, 1, 20_000, 2, 0.5, 0.02);
    Backtest b = Backtest.of(p, TradingRule.aroundTheClock(0, 1, Duration.ofMinutes(2)));
    EquityCurve all = EquityCurve.of(b, Integer.MAX_VALUE);
    EquityCurve thin = EquityCurve.of(b, EquityCurve.REPORT_POINTS);
    assertThat(all.equity()).hasSize(b.periods()).hasSizeGreaterThan(9_000);
    assertThat(thin.equity()).hasSizeBetween(1000, EquityCurve.REPORT_POINTS);
    assertThat(thin.periodEndNanos()).isSorted().doesNotHaveDuplicates();
    assertThat(thin.equity()[0]).isEqualTo(all.equity()[0]);
    assertThat(thin.equity()[thin.equity().length - 1]).isEqualTo(all.equity()[b.periods() - 1]);
    assertThat(Arrays.stream(thin.drawdown()).max()).isEqualTo(Arrays.stream(all.drawdown()).max());
    assertThat(Arrays.stream(thin.equity()).max()).isEqualTo(Arrays.stream(all.equity()).max());
  }

  @Test
  void badPredictionsAreRefusedByName() {
    assertThatThrownBy(() -> example(new double[] {Double.NaN}, new double[] {0}))
        .hasMessageContaining("row 0: score NaN");
    assertThatThrownBy(() -> example(new double[] {1.1}, new double[] {0}))
        .hasMessageContaining("probability from 0 to 1");
    assertThatThrownBy(
            () -> Samples.minutes(new Target.MultiClass(3), new double[] {3}, new double[3]))
        .hasMessageContaining("label 3.0");
    assertThatThrownBy(
            () -> Samples.minutes(new Target.MultiClass(3), new double[] {2}, new double[2]))
        .hasMessageContaining("(3 per row)");
    assertThatThrownBy(() -> new TradingRule(0, -1, Duration.ofHours(1), 8760))
        .hasMessageContaining("cost = -1.0");
  }
}
