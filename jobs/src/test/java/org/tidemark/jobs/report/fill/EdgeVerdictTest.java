package org.tidemark.jobs.report.fill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentence for every finding, and where one finding ends. */
class EdgeVerdictTest {
  /** Columns: as {@link EdgeVerdict.Evidence}, the finding, a part of the sentence. */
  @ParameterizedTest
  @CsvSource({
    "1, NaN, NaN, NaN, 1, NaN, NaN, UNTRADED, no edge to judge",
    "9, -2.5, -0.1, 0.001, 1, NaN, 0.6, NO_EDGE, even without cost the Sharpe ratio is −0.10",
    "9, -2.5, 0, 0.001, 1, NaN, 0.6, NO_EDGE, There is no edge:",
    "9, -0.5, 1.2, 0.1, 1, 0.7, 0.2, COST_TAKES_IT, nothing is left from 0.7 basis points on",
    "9, 0, 1.2, 0.1, 1, 1, 0.2, COST_TAKES_IT, no edge after cost",
    "2, 1.1, 1.5, NaN, 1, 4, NaN, UNKNOWN, with 2 trials",
    "45, 1.1, 1.5, 0.9499, 1, 4, 0.2, TRIALS_EXPLAIN_IT, Sharpe ratio of 0.949 is below 0.95",
    "1, 1.1, 1.5, 0.5, 1, 4, NaN, TRIALS_EXPLAIN_IT, the best of 1 trial may",
    "45, 1.1, 1.5, 0.95, 1, 4, 0.5, CHOICE_OVERFITS, 'probability 0.500, no better than chance'",
    "45, 1.1, 1.5, 0.95, 1, 1.9, 0.2, FRAGILE, breaks even at 1.9 basis points against 1.0",
    "45, 2.1, 2.5, 0.98, 1, 2, 0.2, EDGE, deflated Sharpe ratio of 0.980 for 45 trials",
    "45, 2.1, 2.5, 0.98, 1, 4, NaN, EDGE, no probability of overfitting could be computed",
    "45, 2.1, 2.1, 0.98, 0, NaN, 0.1, EDGE, overfits with probability 0.100"
  })
  void theGravestDoubtIsTheVerdict(
      int trials,
      double sharpe,
      double withoutCost,
      double deflated,
      double cost,
      double breakEven,
      double overfit,
      EdgeVerdict.Finding finding,
      String part) {
    EdgeVerdict verdict =
        EdgeVerdict.of(
            new EdgeVerdict.Evidence(
                trials, sharpe, withoutCost, deflated, cost, breakEven, overfit));
    assertThat(verdict.finding()).isEqualTo(finding);
    assertThat(verdict.sentence()).contains(part).endsWith(".");
    assertThat(verdict.sentence().split("\\. ")).hasSize(1);
  }

  @Test
  void evidenceIsOfAtLeastOneTrialAndSharesAreShares() {
    assertThatThrownBy(() -> new EdgeVerdict.Evidence(0, 1, 1, 0.9, 1, 1, 0.1))
        .hasMessageContaining("0 trials");
    assertThatThrownBy(() -> new EdgeVerdict.Evidence(1, 1, 1, 1.9, 1, 1, 0.1))
        .hasMessageContaining("1.9");
  }
}
