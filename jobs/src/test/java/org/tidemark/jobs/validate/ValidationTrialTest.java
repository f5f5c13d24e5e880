package org.tidemark.jobs.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.jobs.NightlyConfig;

/** Which settings make another trial. */
class ValidationTrialTest {
  private static String id(Map<String, String> settings, String learner) {
    return ValidationTrial.of(NightlyConfig.of(settings), learner).id();
  }

  @ParameterizedTest
  @CsvSource({
    "features,core65",
    "sampler,time-300s",
    "label,fixed-30m",
    "split,'rolling:folds=5,train=0.4,embargo=PT1H'",
    "xgboost.depth,3",
    "xgboost.workers,2",
    "xgboost.task.values,1000",
    "cost.bps,2",
    "trade.threshold,0.1",
    "seed,8",
    "weights,uniqueness",
    "xgboost.early.stopping,patience=50",
    "xgboost.order,random-forest",
    "xgboost.loss,absolute",
    "xgboost.monotone,rsi_14:+"
  })
  void anotherChoiceIsAnotherTrial(String key, String value) {
    assertThat(id(Map.of(key, value), "xgboost")).isNotEqualTo(id(Map.of(), "xgboost"));
  }

  @ParameterizedTest
  @CsvSource({
    "learners,xgboost",
    "drift.days,3",
    "promote.test,better:diebold-mariano:0.05",
    "registry.category,ENTRY_TIMING",
    "registry.regimes,UP",
    "xgboost.order,boosted",
    "xgboost.loss,squared",
    "xgboost.monotone,''"
  })
  void whatChangesNoResultIsNoOtherTrial(String key, String value) {
    assertThat(id(Map.of(key, value), "xgboost")).isEqualTo(id(Map.of(), "xgboost"));
  }

  @Test
  void aLearnerIsATrialAndOnlyItsOwnSettingsCount() {
    assertThat(id(Map.of(), "logistic")).isNotEqualTo(id(Map.of(), "xgboost"));
    assertThat(id(Map.of("xgboost.depth", "3"), "logistic")).isEqualTo(id(Map.of(), "logistic"));
  }

  /**
   * Trials that were entered before there were weights or workers keep their place in the ledger.
   */
  @Test
  void noWeightsIsTheTrialThatItWasBefore() {
    assertThat(id(Map.of("weights", "none"), "xgboost")).isEqualTo(id(Map.of(), "xgboost"));
    assertThat(ValidationTrial.of(NightlyConfig.of(Map.of()), "xgboost").settings())
        .doesNotContainKeys("weights", "xgboost.workers", "xgboost.task.values")
        .doesNotContainKeys("xgboost.order", "xgboost.loss", "xgboost.monotone", "registry.family")
        .doesNotContainKeys("cross", "blend");
    assertThat(ValidationTrial.of(NightlyConfig.of(Map.of("weights", "balance")), "xgboost"))
        .satisfies(t -> assertThat(t.settings()).containsEntry("weights", "balance"));
  }

  /** The same of trials before there was early stopping; what share is watched is nothing then. */
  @Test
  void noEarlyStoppingIsTheTrialThatItWasBefore() {
    Map<String, String> off =
        Map.of("xgboost.early.stopping", "off", "xgboost.monitor.share", "0.3");
    assertThat(id(off, "xgboost")).isEqualTo(id(Map.of(), "xgboost"));
    assertThat(ValidationTrial.of(NightlyConfig.of(off), "xgboost").settings())
        .doesNotContainKeys("xgboost.early.stopping", "xgboost.monitor.share");
    Map<String, String> on = Map.of("xgboost.early.stopping", "patience=50");
    assertThat(ValidationTrial.of(NightlyConfig.of(on), "xgboost").settings())
        .containsEntry("xgboost.monitor.share", "0.2");
    assertThat(id(on, "logistic")).isEqualTo(id(Map.of(), "logistic"));
  }

  @Test
  void theLabelIsNoScopeSoThatTryingLabelsIsCounted() {
    assertThat(ValidationTrial.of(NightlyConfig.of(Map.of("label", "fixed-30m")), "xgboost"))
        .satisfies(t -> assertThat(t.model()).isEqualTo("direction"))
        .satisfies(t -> assertThat(t.settings()).containsEntry("label", "fixed-30m"));
  }

  /** An ensemble is another trial with every setting of its members; they are none of its own. */
  @Test
  void onlyAnEnsembleIsAnotherTrialByItsSettings() {
    Map<String, String> soft = Map.of("ensemble", "soft", "bagging.members", "3");
    for (String learner : new String[] {"xgboost", "logistic"}) {
      assertThat(id(soft, learner)).isEqualTo(id(Map.of(), learner));
    }
    assertThat(id(Map.of("ensemble", "soft"), "bagging")).isEqualTo(id(Map.of(), "bagging"));
    assertThat(id(soft, "bagging")).isNotEqualTo(id(Map.of(), "bagging"));
    assertThat(id(soft, "ensemble")).isNotEqualTo(id(Map.of("ensemble", "vote"), "ensemble"));
    assertThat(id(Map.of("xgboost.depth", "3"), "bagging")).isNotEqualTo(id(Map.of(), "bagging"));
    assertThat(id(Map.of("learners", "bagging,logistic"), "ensemble"))
        .isNotEqualTo(id(Map.of(), "ensemble"));
  }

  @Test
  void aBlendIsAnotherTrialOfAllButTheBaselineAndIntervalsOfNone() {
    NightlyConfig plain = NightlyConfig.of(Map.of());
    NightlyConfig blended = NightlyConfig.of(Map.of("blend", "base=1.0*rsi_14;0.3"));
    NightlyConfig sure = NightlyConfig.of(Map.of("interval", "sets:0.9"));
    assertThat(ValidationTrial.of(blended, "xgboost").id())
        .isNotEqualTo(ValidationTrial.of(plain, "xgboost").id());
    assertThat(ValidationTrial.of(blended, "logistic").id())
        .isEqualTo(ValidationTrial.of(plain, "logistic").id());
    assertThat(ValidationTrial.of(sure, "xgboost").id())
        .isEqualTo(ValidationTrial.of(plain, "xgboost").id());
  }
}
