package org.tidemark.models.overfit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as another trial, and which trials a ledger holds. */
class TrialRecordsTest {
  private static final double[] WEAK = {0.01, -0.01, 0.02, -0.01, 0.01};
  private static final double[] STRONG = {0.01, 0.02, 0.01, 0.03, 0.01};
  private static final Map<String, String> SETTINGS =
      Map.of(
          "learner",
          "xgboost",
          "label",
          "fixed-15m",
          "features",
          "bars40",
          "split",
          "anchored",
          "seed",
          "7");

  private static TrialIdentity with(String name, String value) {
    Map<String, String> settings = new LinkedHashMap<>(SETTINGS);
    settings.put(name, value);
    return TrialIdentity.of("direction", settings);
  }

  @Test
  void sameSettingsAgainAreTheSameTrialWithNewFigures() {
    TrialRecords records = new TrialRecords();
    records.completed(with("seed", "7"), WEAK);
    records.completed(with("seed", "7"), STRONG);
    TrialLedger ledger = records.of("direction");
    assertThat(ledger.count()).isEqualTo(1);
    assertThat(ledger.trials().get(0).sharpe()).isEqualTo(SharpeRatio.of(STRONG).perPeriod());
  }

  @ParameterizedTest
  @ValueSource(strings = {"learner", "label", "features", "split", "seed", "xgboost.depth"})
  void anyOtherSettingIsAnotherTrialOfTheSameLedger(String name) {
    TrialRecords records = new TrialRecords();
    records.completed(TrialIdentity.of("direction", SETTINGS), WEAK);
    records.completed(with(name, "other"), STRONG);
    assertThat(records.of("direction").count()).isEqualTo(2);
  }

  @Test
  void aFailedTrialCountsAndHidesNothing() {
    TrialRecords records = new TrialRecords();
    records.completed(with("seed", "7"), STRONG);
    records.failed(with("seed", "7"));
    records.failed(with("seed", "8"));
    TrialLedger ledger = records.of("direction");
    assertThat(ledger.count()).isEqualTo(2);
    assertThat(ledger.trial(with("seed", "7").id()).observations()).isEqualTo(5);
    assertThat(ledger.trial(with("seed", "8").id()).sharpe()).isNaN();
  }

  @Test
  void aLedgerHoldsOneModel() {
    TrialRecords records = new TrialRecords();
    records.completed(TrialIdentity.of("direction", SETTINGS), WEAK);
    records.completed(TrialIdentity.of("other", SETTINGS), STRONG);
    assertThat(records.of("direction").count()).isEqualTo(1);
    assertThatThrownBy(() -> records.of("unknown")).hasMessageContaining("unknown");
  }

  @Test
  void theIdKnowsWhereATextEnds() {
    assertThat(TrialIdentity.of("m", Map.of("a", "bc")).id())
        .hasSize(64)
        .isEqualTo(TrialIdentity.of("m", Map.of("a", "bc")).id())
        .isNotEqualTo(TrialIdentity.of("m", Map.of("ab", "c")).id())
        .isNotEqualTo(TrialIdentity.of("ma", Map.of("b", "c")).id());
  }
}
