package org.tidemark.jobs.compare;

import java.util.List;
import java.util.OptionalDouble;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Loss;
import org.tidemark.models.learn.QuantileLearner;
import org.tidemark.models.learn.RegressionLoss;

/**
 * The quantile that a run estimates, if it estimates one: then its models are judged by the pinball
 * loss of that quantile, the baseline among them, and not by how near they are to the mean.
 */
public final class RunQuantile {
  private static final List<String> LEARNERS = List.of("xgboost", "bagging");

  private RunQuantile() {}

  /** Its level; empty where no learner of the run estimates one. */
  public static OptionalDouble level(NightlyConfig config) {
    if (Labeler.parse(config.text("label")).classes() == 0
        && config.list("learners").stream().anyMatch(LEARNERS::contains)
        && RegressionLoss.parse(config.text("xgboost.loss"))
            instanceof RegressionLoss.Quantile quantile) {
      return OptionalDouble.of(quantile.level());
    }
    return OptionalDouble.empty();
  }

  /** The quantile that one model of a run estimates: its own by its name, or that of the run. */
  public static OptionalDouble level(NightlyConfig config, String model) {
    return QuantileLearner.loss(model)
        .map(own -> OptionalDouble.of(own.level()))
        .orElseGet(() -> level(config));
  }

  /** The loss by which models of a run are compared row by row. */
  public static Loss loss(NightlyConfig config, Target target) {
    if (!(target instanceof Target.Regression)) {
      return Loss.LOG;
    }
    OptionalDouble level = level(config);
    return level.isPresent() ? Loss.pinball(level.getAsDouble()) : Loss.SQUARED;
  }
}
