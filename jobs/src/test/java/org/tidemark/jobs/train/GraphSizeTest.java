package org.tidemark.jobs.train;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.jobs.NightlyConfig;

/** Files that the guard would refuse are told before a fit, others are not. */
class GraphSizeTest {
  private static NightlyConfig config(String ensemble, int members, String label) {
    return NightlyConfig.of(
        Map.of(
            "learners",
            "bagging,xgboost,logistic",
            "bagging.members",
            "" + members,
            "ensemble",
            ensemble,
            "label",
            label));
  }

  @ParameterizedTest
  @CsvSource({
    "off,40,fixed-15m",
    "stacking,10,fixed-15m",
    "stacking,10,three-15m-10bp",
    "vote,10,fixed-15m",
    "weighted,40,fixed-15m-value"
  })
  void whatPassesTheGuardIsTaken(String ensemble, int members, String label) {
    assertThatCode(() -> GraphSize.check(config(ensemble, members, label)))
        .doesNotThrowAnyException();
  }

  @Test
  void anEnsembleThatCannotPassIsRefusedBeforeItIsFitted() {
    NightlyConfig wide =
        NightlyConfig.of(
            Map.of(
                "learners",
                "bagging,xgboost,gbt,random-forest,elastic-net,gaussian-mixture,logistic,"
                    + "logistic,logistic,logistic",
                "bagging.members",
                "40",
                "ensemble",
                "stacking"));
    assertThatThrownBy(() -> GraphSize.check(wide))
        .hasMessageContaining("the file of model ensemble would have at least")
        .hasMessageContaining("more than the 256")
        .hasMessageContaining("set bagging.members lower");
  }
}
