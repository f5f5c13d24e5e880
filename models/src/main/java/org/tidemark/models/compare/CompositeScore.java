package org.tidemark.models.compare;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Evaluation;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.evaluate.MetricValue;

/**
 * One number to rank models of the same rows by: a weighted sum of parts that each say 0 for a
 * model that knows nothing and 1 for a perfect one.
 *
 * <p>The parts do not depend on which models are compared, so a score does not change when one more
 * joins. A part that is not defined makes the score NaN.
 *
 * @param weights weight of each part used, above 0, summing to 1
 */
public record CompositeScore(Map<Part, Double> weights) {
  /** What a score is made of. */
  public enum Part {
    /**
     * Skill in log loss against guessing among the K classes, 1 - loss / ln K: proper and
     * comparable between models of the same rows. NaN for an estimate.
     */
    SKILL,
    /** 2 AUC - 1. NaN for an estimate. */
    DISCRIMINATION,
    /** 1 - calibration error. NaN unless there are two classes. */
    CALIBRATION,
    /** tanh(annual Sharpe ratio / 2) after cost: 0.46 at 1, 0.76 at 2. */
    TRADING,
    /** 1 - maximum drawdown. */
    SAFETY
  }

  /** Skill alone: what {@code model_comparisons} ranks by. */
  public static final CompositeScore STANDARD = new CompositeScore(Map.of(Part.SKILL, 1.0));

  /**
   * 0.4 discrimination, 0.2 calibration, 0.3 trading, 0.1 safety: what a probability is worth
   * first, what one rule made of it second.
   */
  public static final CompositeScore BALANCED =
      new CompositeScore(
          Map.of(
              Part.DISCRIMINATION,
              0.4,
              Part.CALIBRATION,
              0.2,
              Part.TRADING,
              0.3,
              Part.SAFETY,
              0.1));

  private static final double CLOSE = 1e-9;

  public CompositeScore {
    double sum = 0;
    for (Map.Entry<Part, Double> weight : weights.entrySet()) {
      if (!(weight.getValue() > 0)) {
        throw new IllegalArgumentException(
            "weight of "
                + weight.getKey()
                + " = "
                + weight.getValue()
                + " must be above 0; leave the part out");
      }
      sum += weight.getValue();
    }
    if (!(Math.abs(sum - 1) <= CLOSE)) {
      throw new IllegalArgumentException("weights sum to " + sum + "; they must sum to 1");
    }
    weights = Map.copyOf(weights);
  }

  /** The score of an evaluation, higher is better; NaN where a part is not defined. */
  public double of(Evaluation evaluation, Target target) {
    return of(evaluation.metrics(), target);
  }

  /** The same of metrics that need not come from one evaluation. */
  public double of(List<MetricValue> metrics, Target target) {
    Map<Part, Double> ordered = new EnumMap<>(weights);
    double sum = 0;
    for (Map.Entry<Part, Double> weight : ordered.entrySet()) {
      sum += weight.getValue() * part(weight.getKey(), metrics, target);
    }
    return sum;
  }

  private static double part(Part part, List<MetricValue> e, Target target) {
    return switch (part) {
      case SKILL -> skill(MetricValue.of(e, Metric.LOG_LOSS), target);
      case DISCRIMINATION -> 2 * MetricValue.of(e, Metric.AUC) - 1;
      case CALIBRATION -> 1 - MetricValue.of(e, Metric.CALIBRATION_ERROR);
      case TRADING -> StrictMath.tanh(MetricValue.of(e, Metric.SHARPE) / 2);
      case SAFETY -> 1 - MetricValue.of(e, Metric.MAX_DRAWDOWN);
    };
  }

  /** {@link Part#SKILL} of a log loss; NaN for an estimate, which has none. */
  public static double skill(double logLoss, Target target) {
    if (target instanceof Target.Regression) {
      return Double.NaN;
    }
    int classes = target instanceof Target.MultiClass many ? many.classes() : 2;
    return 1 - logLoss / StrictMath.log(classes);
  }
}
