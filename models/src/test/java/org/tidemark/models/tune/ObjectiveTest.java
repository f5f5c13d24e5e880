package org.tidemark.models.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Evaluation;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.evaluate.MetricValue;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.TradingRule;

/** Metrics as something to be made better. */
class ObjectiveTest {
  private static final TradingRule RULE = TradingRule.aroundTheClock(0.02, 1, Duration.ofDays(1));

  static Stream<Target> targets() {
    return Stream.of(new Target.Binary(), new Target.MultiClass(3), new Target.Regression());
  }

  private static Evaluation evaluation(Target target) {
    int rows = 6;
    long[] time = new long[rows];
    long[] end = new long[rows];
    double[] labels = new double[rows];
    double[] scores = new double[rows * target.width()];
    Arrays.setAll(time, i -> i * Duration.ofDays(1).toNanos());
    Arrays.setAll(end, i -> (i + 1) * Duration.ofDays(1).toNanos());
    Arrays.setAll(labels, i -> i % 2);
    Arrays.fill(scores, target.width() == 1 ? 0.5 : 1.0 / target.width());
    return Evaluation.of(
        new Predictions(target, time, end, new int[rows], labels, scores, new double[rows]), RULE);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void itAppliesToWhatAnEvaluationHas(Target target) {
    List<String> measured =
        evaluation(target).metrics().stream().map(MetricValue::metric).distinct().toList();
    for (Metric metric : Metric.values()) {
      if (metric.better() != Metric.Better.NEITHER && metric != Metric.PINBALL_LOSS) {
        assertThat(new Objective(metric).appliesTo(target))
            .as(metric + " of " + target)
            .isEqualTo(measured.contains(metric.id()));
      }
    }
  }

  @Test
  void pinballLossNeedsTheLevelOfAQuantile() {
    Objective pinball = new Objective(Metric.PINBALL_LOSS);
    OptionalDouble level = OptionalDouble.of(0.1);
    assertThat(pinball.appliesTo(new Target.Regression(), level)).isTrue();
    assertThat(pinball.appliesTo(new Target.Regression(), OptionalDouble.empty())).isFalse();
    assertThat(pinball.appliesTo(new Target.Regression())).isFalse();
    assertThat(pinball.appliesTo(new Target.Binary(), level)).isFalse();
    assertThat(Objective.parse("rmse").appliesTo(new Target.Regression(), level)).isTrue();
  }

  @Test
  void whatIsNotDefinedIsAFailureThatSaysWhatItWouldBe() {
    Evaluation never = evaluation(new Target.Binary()); // a score of 0.5 does not trade
    assertThat(Objective.parse("sharpe").of(never))
        .isEqualTo(
            new Outcome.Failed("sharpe is NaN on the test rows: " + Metric.SHARPE.formula()));
    assertThat(Objective.parse("auc").of(never)).isEqualTo(new Outcome.Scored(0.5));
    assertThatThrownBy(() -> Objective.parse("rmse").of(never)).hasMessageContaining("not apply");
  }

  @Test
  void itKnowsItsDirection() {
    assertThat(Objective.parse("log_loss").goal()).isEqualTo(Goal.MINIMISE);
    assertThat(Objective.parse("sharpe").goal()).isEqualTo(Goal.MAXIMISE);
    assertThatThrownBy(() -> Objective.parse("turnover"))
        .hasMessageContaining("turnover has no better direction; take one of accuracy, auc");
    assertThatThrownBy(() -> Objective.parse("sharp"))
        .hasMessageContaining("unknown metric 'sharp'; take one of accuracy, auc");
    assertThatThrownBy(() -> Objective.parse("recall_class_1")).hasMessageContaining("unknown");
  }
}
