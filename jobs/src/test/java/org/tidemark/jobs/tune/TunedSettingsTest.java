package org.tidemark.jobs.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.models.tune.Space;

/** Which settings a study may choose, and what a trial of it is. */
class TunedSettingsTest {
  private static final NightlyConfig TREES = NightlyConfig.of(Map.of("learners", "xgboost"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xgboost.depth=int(1,16),xgboost.eta=log(0.01,1),trade.threshold=float(0,0.1)",
        "learners=choice(xgboost|logistic),xgboost.trees=logint(10,1000)@learners=xgboost"
      })
  void aSpaceOfSettingsIsTaken(String space) {
    TunedSettings.check(Space.parse(space), TREES);
    assertThat(TunedSettings.names())
        .contains("xgboost.row.share")
        .doesNotContain("seed", "xgboost.workers");
  }

  @Test
  void settingsOfAnyLearnerMayBeChosen() {
    TunedSettings.check(
        Space.parse("gbt.depth=int(2,6),gbt.rate=log(0.01,0.3)"),
        NightlyConfig.of(Map.of("learners", "gbt")));
    TunedSettings.check(
        Space.parse("xgboost.depth=int(2,6),bagging.members=int(2,5)"),
        NightlyConfig.of(Map.of("learners", "bagging")));
    TunedSettings.check(
        Space.parse(
            "learners=choice(elastic-net|random-forest),"
                + "elastic-net.penalty=log(0.0001,1)@learners=elastic-net,"
                + "random-forest.depth=int(2,8)@learners=random-forest"),
        NightlyConfig.of(Map.of()));
    assertThat(TunedSettings.names())
        .contains("momentum-nn.rate", "gaussian-mixture.floor", "momentum-nn.monitor.share")
        .doesNotContain("momentum-nn.early.stopping", "momentum-nn.checkpoints");
    assertThatThrownBy(
            () ->
                TunedSettings.check(
                    Space.parse("gbt.depth=int(2,6)"),
                    NightlyConfig.of(Map.of("learners", "random-forest"))))
        .hasMessageContaining("changes nothing of learner random-forest; give --set learners=gbt");
    assertThatThrownBy(
            () ->
                TunedSettings.check(
                    Space.parse("momentum-nn.monitor.share=float(0.1,0.3)"),
                    NightlyConfig.of(
                        Map.of("learners", "momentum-nn", "momentum-nn.early.stopping", "off"))))
        .hasMessageContaining("changes nothing while momentum-nn.early.stopping is off");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "max.depth=int(2,8);parameter 'max.depth' cannot be tuned; a study may choose learners",
        "cost.bps=float(0,1);parameter 'cost.bps' cannot be tuned",
        "xgboost.depth=int(2,40);xgboost.depth=int(2,40): depth = 40.0 must lie in 1.0 to 16.0",
        "xgboost.depth=float(2,8);must be a whole number",
        "xgboost.eta=float(0,1);rate = 0.0 must be above 0",
        "xgboost.monitor.share=float(0.1,0.3);changes nothing while xgboost.early.stopping is off",
        "xgboost.early.stopping=choice(off|on);cannot be tuned",
        "trade.threshold=float(-1,1);threshold = -1.0 must be 0 or more",
        "learners=choice(xgboost|forest);unknown learner 'forest'",
        "learners=int(1,2);must be written like learners=choice(xgboost|logistic)",
        "learners=choice(xgboost|logistic),xgboost.depth=int(2,8);changes nothing of learner"
      })
  void aSpaceThatATrialCannotBeFittedWithIsRefused(String space, String why) {
    assertThatThrownBy(() -> TunedSettings.check(Space.parse(space), TREES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aTrialFitsOneLearner() {
    Space depth = Space.parse("xgboost.depth=int(2,8)");
    assertThatThrownBy(() -> TunedSettings.check(depth, NightlyConfig.of(Map.of())))
        .hasMessageContaining("'xgboost,logistic' names 2; give --set learners=xgboost");
    assertThatThrownBy(
            () -> TunedSettings.check(depth, NightlyConfig.of(Map.of("learners", "logistic"))))
        .hasMessageContaining("xgboost.depth=int(2,8) changes nothing of learner logistic");
  }

  @Test
  void aTrialHasTheSettingsOfTheStudyAndItsOwn() {
    Space space = Space.parse("learners=choice(xgboost|logistic),trade.threshold=log(0.0001,1)");
    NightlyConfig trial =
        TunedSettings.of(
            NightlyConfig.of(Map.of("seed", "9")),
            space.read("learners=logistic,trade.threshold=1.0E-4"));
    assertThat(TunedSettings.learner(trial)).isEqualTo("logistic");
    assertThat(trial.number("trade.threshold")).isEqualTo(1e-4);
    assertThat(trial.whole("seed")).isEqualTo(9);
  }
}
