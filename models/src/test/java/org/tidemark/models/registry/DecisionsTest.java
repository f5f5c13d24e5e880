package org.tidemark.models.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.models.evaluate.MetricValue;
import org.tidemark.models.registry.DegradationRule.Decision;
import org.tidemark.models.registry.PromotionDecision.Keep;
import org.tidemark.models.registry.PromotionDecision.Promote;

/** Promotion and rollback, one rule at a time. */
class DecisionsTest {
  private static final CertificateVerdict GOOD = new CertificateVerdict(1000, 0);
  private static final Candidate BASELINE = classifier("logistic", 0.52, 0.51, 0.6920);
  private static final Candidate CHALLENGER = classifier("xgboost v2", 0.55, 0.54, 0.6880);

  private static Candidate classifier(String name, double auc, double low, double logLoss) {
    return new Candidate(
        name,
        List.of(
            new MetricValue("auc", auc, low, auc + (auc - low), 1000),
            new MetricValue("log_loss", logLoss, logLoss - 0.01, logLoss + 0.01, 1000)));
  }

  private static PromotionDecision decide(Candidate challenger) {
    return PromotionGate.STANDARD.decide(
        challenger, BASELINE, GOOD, CanaryVerdict.PASSED, Optional.empty());
  }

  @Test
  void aBetterCertifiedChallengerIsPromoted() {
    assertThat(decide(CHALLENGER))
        .isEqualTo(
            new Promote(
                List.of(
                    "The certificate holds on 1000 rows.",
                    "The canary passed.",
                    "xgboost v2 has the better auc: 0.550000 against 0.520000 of logistic.",
                    "xgboost v2 has the better log_loss: 0.688000 against 0.692000 of logistic.",
                    "The auc interval begins at 0.540000, above 0.5.",
                    "There is no champion yet.")));
  }

  @Test
  void aQuantileIsHeldToItsPinballLossAndNotToTheMean() {
    Candidate baseline =
        new Candidate("elastic-net", List.of(value("pinball_loss", 0.3), value("rmse", 1)));
    Candidate quantile =
        new Candidate("xgboost", List.of(value("pinball_loss", 0.2), value("rmse", 2)));
    assertThat(decide(quantile, baseline))
        .isEqualTo(
            new Promote(
                List.of(
                    "The certificate holds on 1000 rows.",
                    "The canary passed.",
                    "xgboost has the better pinball_loss: 0.200000 against 0.300000 of"
                        + " elastic-net.",
                    "There is no champion yet.")));
    assertKept(decide(baseline, quantile), "does not have the better pinball_loss");
    Candidate mean = new Candidate("mean", List.of(value("rmse", 0.5)));
    assertThat(decide(mean, baseline)).isInstanceOf(Promote.class);
  }

  private static MetricValue value(String metric, double value) {
    return new MetricValue(metric, value, Double.NaN, Double.NaN, 1000);
  }

  private static PromotionDecision decide(Candidate challenger, Candidate baseline) {
    return PromotionGate.STANDARD.decide(
        challenger, baseline, GOOD, CanaryVerdict.PASSED, Optional.empty());
  }

  @Test
  void eachRuleAloneKeepsItOut() {
    assertKept(decide(classifier("c", 0.52, 0.51, 0.68)), "does not have the better auc");
    assertKept(decide(classifier("c", 0.55, 0.54, 0.6920)), "does not have the better log_loss");
    assertKept(decide(classifier("c", 0.55, 0.50, 0.68)), "skill cannot be told from luck");
    assertKept(decide(classifier("c", 0.55, Double.NaN, 0.68)), "has no interval");
    assertKept(decide(classifier("c", 0.55, 0.54, Double.NaN)), "log_loss of c is not known");
    assertKept(
        PromotionGate.STANDARD.decide(
            CHALLENGER,
            BASELINE,
            new CertificateVerdict(1000, 1),
            CanaryVerdict.PASSED,
            Optional.empty()),
        "1 of 1000 rows disagree");
    assertKept(
        PromotionGate.STANDARD.decide(
            CHALLENGER,
            BASELINE,
            new CertificateVerdict(0, 0),
            CanaryVerdict.PASSED,
            Optional.empty()),
        "no row was compared");
    assertKept(
        PromotionGate.STANDARD.decide(
            CHALLENGER,
            BASELINE,
            GOOD,
            CanaryVerdict.failed("killed by signal 11"),
            Optional.empty()),
        "The canary failed: killed by signal 11.");
    assertKept(
        PromotionGate.STANDARD.decide(
            CHALLENGER, BASELINE, GOOD, CanaryVerdict.PASSED, Optional.of(CHALLENGER)),
        "does not have the better auc",
        "does not have the better log_loss");
    assertKept(
        new PromotionGate(0.5, 0.04, 0)
            .decide(CHALLENGER, BASELINE, GOOD, CanaryVerdict.PASSED, Optional.empty()),
        "(margin 0.040000)");
  }

  private static void assertKept(PromotionDecision decision, String... reasons) {
    assertThat(decision).isInstanceOf(Keep.class);
    assertThat(decision.reasons()).hasSize(reasons.length);
    for (int i = 0; i < reasons.length; i++) {
      assertThat(decision.reasons().get(i)).contains(reasons[i]);
    }
  }

  @Test
  void itMustBeatTheChampionToo() {
    Candidate champion = classifier("xgboost v1", 0.54, 0.53, 0.6890);
    assertThat(
            PromotionGate.STANDARD.decide(
                CHALLENGER, BASELINE, GOOD, CanaryVerdict.PASSED, Optional.of(champion)))
        .isInstanceOf(Promote.class);
  }

  @Test
  void aRegressionIsJudgedByItsError() {
    Candidate weak =
        new Candidate("linear", List.of(new MetricValue("rmse", 0.011, 0.01, 0.012, 100)));
    Candidate strong =
        new Candidate("trees", List.of(new MetricValue("rmse", 0.010, 0.009, 0.011, 100)));
    assertThat(
            PromotionGate.STANDARD.decide(
                strong, weak, GOOD, CanaryVerdict.PASSED, Optional.empty()))
        .isInstanceOf(Promote.class);
    assertKept(
        PromotionGate.STANDARD.decide(weak, strong, GOOD, CanaryVerdict.PASSED, Optional.empty()),
        "does not have the better rmse");
    assertKept(
        PromotionGate.STANDARD.decide(
            new Candidate("empty", List.of()),
            BASELINE,
            GOOD,
            CanaryVerdict.PASSED,
            Optional.empty()),
        "auc of empty is not known",
        "log_loss of empty is not known",
        "has no interval");
  }

  @ParameterizedTest
  @CsvSource({
    "0.60, 0.55, Stay", // 5.0 points; a fall of 8.3 % of what was promised
    "0.65, 0.60, Stay", // 5.0, which plain arithmetic puts above the limit
    "1.00, 0.95, Stay",
    "0.60, 0.549, Warn", // 5.1
    "1.00, 0.949, Warn",
    "0.60, 0.54, Warn", // 6 points; 10 % of what was promised
    "0.60, 0.50, Warn", // 10.0
    "0.70, 0.60, Warn",
    "0.60, 0.499, RollBack", // 10.1
    "1.00, 0.899, RollBack",
    "0.50, 0.60, Stay"
  })
  void degradation(double promised, double live, String expected) {
    Decision decision = DegradationRule.STANDARD.decide(promised, live, 1000);
    assertThat(decision.getClass().getSimpleName()).isEqualTo(expected);
    assertThat(decision.reason()).contains("1000 live outcomes");
  }

  @Test
  void fewOutcomesDecideNothing() {
    assertThat(DegradationRule.STANDARD.decide(0.6, 0.1, 499)).isInstanceOf(Decision.Stay.class);
    assertThat(DegradationRule.STANDARD.decide(0.6, 0.1, 500))
        .isInstanceOf(Decision.RollBack.class);
    assertThat(DegradationRule.STANDARD.decide(0.6, Double.NaN, 5000))
        .isInstanceOf(Decision.Stay.class);
    assertThatThrownBy(() -> DegradationRule.STANDARD.decide(0, 0.5, 1000))
        .hasMessageContaining("promised accuracy 0.0");
  }
}
