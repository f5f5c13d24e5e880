package org.tidemark.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.compare.RunQuantile;
import org.tidemark.models.learn.QuantileLearner;
import org.tidemark.models.learn.RegressionLoss;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.uncertain.IntervalMethod;

/** Which two learners an interval between quantiles needs, and what is refused. */
class QuantilePairTest {
  private static NightlyConfig config(String... pairs) {
    NightlyConfig config =
        NightlyConfig.of(
            Map.of(
                "label", "fixed-15m-value",
                "learners", "quantile-0.05,quantile-0.95,elastic-net"));
    for (int i = 0; i < pairs.length; i += 2) {
      config = config.with(Map.of(pairs[i], pairs[i + 1]));
    }
    return config;
  }

  private static QuantilePair pair(double level) {
    return QuantilePair.of(new IntervalMethod.Quantiles(level));
  }

  @Test
  void halfOfWhatIsMissedLiesOnEachSide() {
    assertThat(pair(0.9)).isEqualTo(new QuantilePair("quantile-0.05", "quantile-0.95"));
    assertThat(pair(0.8)).isEqualTo(new QuantilePair("quantile-0.1", "quantile-0.9"));
    assertThat(pair(0.95)).isEqualTo(new QuantilePair("quantile-0.025", "quantile-0.975"));
    assertThat(OutOfFoldIntervals.method(config("interval", "cqr:0.9")))
        .contains(new IntervalMethod.Quantiles(0.9));
  }

  @Test
  void aRunWithoutThemIsRefused() {
    assertThatThrownBy(() -> OutOfFoldIntervals.method(config("interval", "cqr:0.8")))
        .hasMessageContaining("interval = cqr:0.8")
        .hasMessageContaining("lacks quantile-0.1 and quantile-0.9")
        .hasMessageContaining("interval=split:0.8");
    assertThatThrownBy(
            () ->
                OutOfFoldIntervals.method(
                    config("interval", "cqr:0.9", "learners", "quantile-0.05,elastic-net")))
        .hasMessageContaining("lacks quantile-0.95;");
    assertThatThrownBy(
            () -> OutOfFoldIntervals.method(config("interval", "cqr:0.9", "label", "fixed-15m")))
        .hasMessageContaining("take sets:0.9");
  }

  @Test
  void aLearnerOfAQuantileHasItsLevel() {
    QuantileLearner learner =
        (QuantileLearner)
            ((WindowLearner.InTask)
                    LearnerChoice.named("quantile-0.05", config("xgboost.depth", "3")))
                .learner();
    assertThat(learner.name()).isEqualTo("quantile-0.05");
    assertThat(learner.trees().parameters().mode().loss())
        .isEqualTo(new RegressionLoss.Quantile(0.05));
    assertThat(learner.trees().parameters().trees().depth()).isEqualTo(3);
    assertThat(LearnerChoice.of(config()).stream().map(WindowLearner::name))
        .containsExactly("quantile-0.05", "quantile-0.95", "elastic-net");
    assertThat(RunQuantile.level(config(), "quantile-0.05")).hasValue(0.05);
    assertThat(RunQuantile.level(config(), "elastic-net")).isEmpty();
  }

  @Test
  void learnersOfQuantilesThatMeanNothingAreRefused() {
    assertThatThrownBy(() -> LearnerChoice.of(config("label", "fixed-15m")))
        .hasMessageContaining("learner quantile-0.05")
        .hasMessageContaining("is of classes");
    assertThatThrownBy(() -> LearnerChoice.of(config("learners", "elastic-net,quantile-0.5")))
        .hasMessageContaining("the baseline");
    assertThatThrownBy(() -> LearnerChoice.of(config("xgboost.loss", "quantile:0.9")))
        .hasMessageContaining("xgboost.loss=squared");
    for (String bad : new String[] {"quantile-1.5", "quantile-0", "quantile-x", "quantile-.05"}) {
      assertThatThrownBy(() -> LearnerChoice.of(config("learners", bad + ",elastic-net")))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("quantile");
    }
    assertThatThrownBy(() -> QuantileLearner.loss("quantile-.05"))
        .hasMessageContaining("as quantile-0.05");
  }
}
