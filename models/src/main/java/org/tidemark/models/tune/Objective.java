package org.tidemark.models.tune;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Evaluation;
import org.tidemark.models.evaluate.Metric;

/**
 * What a study makes better: one metric of the test rows of each fold, in its own unit.
 *
 * @param metric one that has a better direction
 */
public record Objective(Metric metric) {
  private static final Set<Metric> OF_ESTIMATES = EnumSet.of(Metric.MAE, Metric.RMSE);
  private static final Set<Metric> OF_CLASSES = EnumSet.range(Metric.ACCURACY, Metric.RECALL);
  private static final Set<Metric> OF_TWO_CLASSES =
      EnumSet.range(Metric.CALIBRATION_ERROR, Metric.BRIER_UNCERTAINTY);

  public Objective {
    if (metric.better() == Metric.Better.NEITHER) {
      throw new IllegalArgumentException(
          "metric " + metric.id() + " has no better direction; take one of " + known());
    }
  }

  /** Reads the name of a metric, as {@link Metric#id} writes it. */
  public static Objective parse(String id) {
    return Arrays.stream(Metric.values())
        .filter(metric -> metric.id().equals(id))
        .findFirst()
        .map(Objective::new)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown metric '" + id + "'; take one of " + known()));
  }

  private static String known() {
    return Arrays.stream(Metric.values())
        .filter(metric -> metric.better() != Metric.Better.NEITHER)
        .map(Metric::id)
        .collect(Collectors.joining(", "));
  }

  /** Which way is better. */
  public Goal goal() {
    return metric.better() == Metric.Better.HIGHER ? Goal.MAXIMISE : Goal.MINIMISE;
  }

  /**
   * Whether predictions of a target have the metric; every target can be traded.
   *
   * @param level of the quantile that is estimated, if one is
   */
  public boolean appliesTo(Target target, OptionalDouble level) {
    return metric == Metric.PINBALL_LOSS
        ? level.isPresent() && target instanceof Target.Regression
        : appliesTo(target);
  }

  /** The same where no level of a quantile is known. */
  public boolean appliesTo(Target target) {
    if (metric == Metric.PINBALL_LOSS) {
      return false;
    }
    if (target instanceof Target.Regression) {
      return !OF_CLASSES.contains(metric) && !OF_TWO_CLASSES.contains(metric);
    }
    return !OF_ESTIMATES.contains(metric)
        && (target instanceof Target.Binary || !OF_TWO_CLASSES.contains(metric));
  }

  /**
   * The metric of an evaluation, or the failure that its absence is: never a number by decree.
   *
   * @throws IllegalArgumentException if it is not one of the target's metrics
   */
  public Outcome of(Evaluation evaluation) {
    double value =
        evaluation
            .find(metric)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "metric " + metric.id() + " does not apply to what was predicted"))
            .value();
    return Double.isFinite(value)
        ? new Outcome.Scored(value)
        : new Outcome.Failed(
            metric.id() + " is " + value + " on the test rows: " + metric.formula());
  }
}
