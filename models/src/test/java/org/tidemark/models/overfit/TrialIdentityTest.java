package org.tidemark.models.overfit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as another trial. */
class TrialIdentityTest {
  private static final Map<String, String> SETTINGS =
      Map.of("learner", "xgboost", "label", "fixed-15m", "split", "anchored", "seed", "7");

  @ParameterizedTest
  @ValueSource(strings = {"learner", "label", "split", "seed", "xgboost.depth"})
  void anyOtherSettingIsAnotherTrial(String name) {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put(name, "other");
    assertThat(TrialIdentity.of("direction", settings).id())
        .isNotEqualTo(TrialIdentity.of("direction", SETTINGS).id());
  }

  @Test
  void theIdKnowsWhereATextEnds() {
    assertThat(TrialIdentity.of("m", Map.of("a", "bc")).id())
        .hasSize(64)
        .isEqualTo(TrialIdentity.of("m", Map.of("a", "bc")).id())
        .isNotEqualTo(TrialIdentity.of("m", Map.of("ab", "c")).id())
        .isNotEqualTo(TrialIdentity.of("ma", Map.of("b", "c")).id());
  }

  @Test
  void aTrialOfNothingIsRefused() {
    assertThatThrownBy(() -> TrialIdentity.of(" ", SETTINGS)).hasMessageContaining("blank");
    assertThatThrownBy(() -> TrialIdentity.of("m", Map.of()))
        .hasMessageContaining("without settings");
  }
}
