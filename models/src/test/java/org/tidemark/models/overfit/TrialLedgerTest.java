package org.tidemark.models.overfit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Deflated and haircut Sharpe ratios from a ledger, with the numbers of the papers. */
class TrialLedgerTest {
  private static final double DAYS = 250;
  private static final double CHOSEN = 2.5 / Math.sqrt(DAYS);

  /** A ledger of so many trials with the chosen one the best and an annual variance of 1/2. */
  private static TrialLedger ledger(int count) {
    double low = 0;
    double high = 1;
    while (high - low > 1e-15) {
      double spread = (low + high) / 2;
      if (alternating(count, spread).variance() < 0.5 / DAYS) {
        low = spread;
      } else {
        high = spread;
      }
    }
    return alternating(count, high);
  }

  private static TrialLedger alternating(int count, double spread) {
    List<Trial> trials = new ArrayList<>();
    trials.add(Trial.known("chosen", CHOSEN, 1250));
    for (int i = 1; i < count; i++) {
      trials.add(Trial.known("t" + i, i % 2 == 0 ? spread : -spread, 1250));
    }
    return new TrialLedger(trials);
  }

  /**
   * Bailey and Lopez de Prado, The Deflated Sharpe Ratio (2014): an annual 2.5 over 1250 days,
   * skewness -3, kurtosis 10, as the best of 100 trials is 0.9004 sure; 46 trials would have been
   * 0.9505, and with normal returns 88 trials are.
   */
  @Test
  void theDeflatedSharpeRatioOfThePaper() {
    SharpeRatio chosen = new SharpeRatio(CHOSEN, 1250, -3, 10);
    DeflatedSharpe deflated = DeflatedSharpe.of(ledger(100), chosen);
    assertThat(deflated.trials()).isEqualTo(100);
    assertThat(deflated.variance() * DAYS).isCloseTo(0.5, within(1e-9));
    assertThat(deflated.expectedMaximum()).isCloseTo(0.1132, within(5e-5));
    assertThat(deflated.probability()).isCloseTo(0.9004, within(5e-5));
    assertThat(deflated.effectiveTrials()).isNaN();
    assertThat(deflated.effectiveProbability()).isNaN();

    assertThat(DeflatedSharpe.of(ledger(46), chosen).probability()).isCloseTo(0.9505, within(5e-5));
    SharpeRatio normal = SharpeRatio.normal(CHOSEN, 1250);
    assertThat(DeflatedSharpe.of(ledger(88), normal).probability()).isCloseTo(0.9505, within(5e-5));
  }

  /**
   * Ten years of months at 0.92 a year: p = 0.4 %; as the best of ten 4 %, which is 0.65 a year.
   */
  @Test
  void theHaircutOfTheBestOfTen() {
    List<Trial> trials = new ArrayList<>();
    trials.add(Trial.known("best", 0.92 / Math.sqrt(12), 120));
    for (int i = 1; i < 10; i++) {
      trials.add(Trial.known("t" + i, 0.01, 120));
    }
    HaircutSharpe haircut = HaircutSharpe.of(new TrialLedger(trials), "best");
    assertThat(haircut.pValue()).isCloseTo(0.0043, within(5e-5));
    assertThat(haircut.bonferroni().pValue()).isCloseTo(0.043, within(5e-4));
    assertThat(haircut.bonferroni().sharpe() * Math.sqrt(12)).isCloseTo(0.646, within(5e-4));
    assertThat(haircut.bonferroni().haircut()).isCloseTo(0.298, within(5e-4));
    assertThat(haircut.holm()).isEqualTo(haircut.bonferroni());
    HaircutSharpe poor = HaircutSharpe.of(new TrialLedger(trials), "t3");
    assertThat(poor.holm().sharpe()).isZero();
    assertThat(poor.holm().haircut()).isEqualTo(1);
  }

  @Test
  void oneTrialIsNotDeflated() {
    TrialLedger one = new TrialLedger(List.of(Trial.of("a", new double[] {1, -2, 3, 1, 2})));
    DeflatedSharpe deflated = DeflatedSharpe.of(one, "a");
    assertThat(deflated.expectedMaximum()).isZero();
    assertThat(deflated.probability()).isEqualTo(deflated.sharpe().probabilityAbove(0));
    assertThat(deflated.effectiveTrials()).isEqualTo(1);
    assertThat(deflated.variance()).isNaN();
  }

  @Test
  void failedTrialsCount() {
    List<Trial> trials = new ArrayList<>();
    trials.add(Trial.known("a", 0.1, 100));
    trials.add(Trial.known("b", 0.05, 100));
    TrialLedger two = new TrialLedger(trials);
    trials.add(Trial.failed("c"));
    TrialLedger three = new TrialLedger(trials);
    assertThat(three.count()).isEqualTo(3);
    assertThat(three.variance()).isEqualTo(two.variance());
    assertThat(three.expectedMaximum()).isGreaterThan(two.expectedMaximum());
    HaircutSharpe haircut = HaircutSharpe.of(three, "a");
    assertThat(haircut.bonferroni().pValue()).isCloseTo(3 * haircut.pValue(), within(1e-12));
    assertThat(HaircutSharpe.of(three, "c").holm().sharpe()).isNaN();
  }

  @Test
  void equalReturnsAreOneTrialAndOppositeOnesTwo() {
    double[] a = {1, -2, 3, 1, 2};
    double[] b = {-1, 2, -3, -1, -2};
    TrialLedger same = new TrialLedger(List.of(Trial.of("a", a), Trial.of("b", a)));
    TrialLedger opposite = new TrialLedger(List.of(Trial.of("a", a), Trial.of("b", b)));
    assertThat(same.effectiveTrials()).isCloseTo(1, within(1e-12));
    assertThat(opposite.effectiveTrials()).isCloseTo(2, within(1e-12));
  }

  @Test
  void badInputIsRefusedByName() {
    Trial a = Trial.known("a", 0.1, 100);
    TrialLedger ledger = new TrialLedger(List.of(a));
    assertThatThrownBy(() -> new TrialLedger(List.of())).hasMessageContaining("without trials");
    assertThatThrownBy(() -> new TrialLedger(List.of(a, a))).hasMessageContaining("a is in the");
    assertThatThrownBy(() -> ledger.trial("z")).hasMessageContaining("trial z is not among the 1");
    assertThatThrownBy(() -> DeflatedSharpe.of(ledger, "a")).hasMessageContaining("has no returns");
    assertThatThrownBy(() -> DeflatedSharpe.of(ledger, SharpeRatio.normal(0.2, 100)))
        .hasMessageContaining("none of the ledger's 1; record the trial");
    assertThatThrownBy(() -> Trial.known(" ", 0, 1)).hasMessageContaining("needs a name");
    assertThatThrownBy(() -> new Trial("b", 0.1, 5, new double[3]))
        .hasMessageContaining("3 returns of 5 periods");
    TrialLedger few = new TrialLedger(List.of(Trial.known("a", 0.1, 2)));
    assertThatThrownBy(() -> HaircutSharpe.of(few, "a")).hasMessageContaining("of 2 periods");
  }
}
