package org.tidemark.models.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.models.compare.CompositeScore.Part;
import org.tidemark.models.evaluate.Backtest;
import org.tidemark.models.evaluate.Evaluation;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.evaluate.MetricValue;

/** The score by which learners are ranked. */
class CompositeScoreTest {
  private static final Target TWO = new Target.Binary();

  private static MetricValue value(Metric metric, double value) {
    return new MetricValue(metric.id(), value, Double.NaN, Double.NaN, 100);
  }

  private static Evaluation evaluation(MetricValue... values) {
    Backtest none =
        new Backtest(
            new long[0],
            new double[0],
            new int[0],
            new int[0],
            new int[0],
            new double[0],
            new double[0],
            new double[0]);
    return new Evaluation(List.of(values), none);
  }

  /** A model that gives each of K classes 1 / K has the log loss ln K = -ln(1 / K). */
  @Test
  void knowingNothingIsZeroWhateverTheNumberOfClasses() {
    for (int classes = 3; classes <= 5; classes++) {
      double guess = -StrictMath.log(1.0 / classes);
      assertThat(CompositeScore.skill(guess, new Target.MultiClass(classes)))
          .isEqualTo(0, within(1e-12));
    }
    assertThat(CompositeScore.skill(-StrictMath.log(0.5), TWO)).isEqualTo(0, within(1e-12));
    assertThat(CompositeScore.skill(0, new Target.MultiClass(3))).isEqualTo(1);
    assertThat(CompositeScore.skill(Double.NaN, new Target.Regression())).isNaN();
  }

  @Test
  void theStandardScoreIsSkill() {
    Evaluation e = evaluation(value(Metric.LOG_LOSS, 0.69));
    assertThat(CompositeScore.STANDARD.of(e, TWO)).isEqualTo(1 - 0.69 / StrictMath.log(2));
    assertThat(CompositeScore.STANDARD.of(e, new Target.Regression())).isNaN();
    assertThat(CompositeScore.STANDARD.of(evaluation(), TWO)).isNaN();
  }

  @Test
  void theBalancedScoreWeighsItsParts() {
    Evaluation e =
        evaluation(
            value(Metric.AUC, 0.6),
            value(Metric.CALIBRATION_ERROR, 0.05),
            value(Metric.SHARPE, 1),
            value(Metric.MAX_DRAWDOWN, 0.3));
    assertThat(CompositeScore.BALANCED.of(e, TWO))
        .isCloseTo(0.4 * 0.2 + 0.2 * 0.95 + 0.3 * StrictMath.tanh(0.5) + 0.1 * 0.7, within(1e-15));
    Evaluation idle = evaluation(value(Metric.AUC, 0.6), value(Metric.SHARPE, Double.NaN));
    assertThat(CompositeScore.BALANCED.of(idle, TWO)).isNaN();
  }

  @Test
  void weightsMustBePositiveAndSumToOne() {
    assertThatThrownBy(() -> new CompositeScore(Map.of(Part.SKILL, 0.5)))
        .hasMessageContaining("weights sum to 0.5");
    assertThatThrownBy(() -> new CompositeScore(Map.of(Part.SKILL, 2.0, Part.SAFETY, -1.0)))
        .hasMessageContaining("weight of SAFETY = -1.0");
  }
}
