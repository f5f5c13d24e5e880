package org.tidemark.jobs.train;

import java.math.BigDecimal;
import java.util.List;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.models.Target;
import org.tidemark.models.learn.QuantileLearner;
import org.tidemark.models.learn.RegressionLoss;
import org.tidemark.models.uncertain.IntervalMethod;

/**
 * The two learners of a run between whose scores an interval of {@code cqr:LEVEL} lies: as much of
 * the label is to lie below the one as above the other.
 *
 * @param low name of the learner of the lower quantile
 * @param high of the upper one
 */
record QuantilePair(String low, String high) {

  /** Of the level of the method, {@code quantile-0.05} and {@code quantile-0.95} of 0.9. */
  static QuantilePair of(IntervalMethod.Quantiles method) {
    // In decimals: 1 - 0.9 in binary would ask for quantile-0.04999999999999999.
    BigDecimal low =
        BigDecimal.ONE.subtract(BigDecimal.valueOf(method.level())).divide(BigDecimal.valueOf(2));
    return new QuantilePair(
        QuantileLearner.name(low.doubleValue()),
        QuantileLearner.name(BigDecimal.ONE.subtract(low).doubleValue()));
  }

  /** Both names. */
  List<String> names() {
    return List.of(low, high);
  }

  /** Refuses a run that lacks one of them. */
  void need(NightlyConfig config, String interval) {
    List<String> missing =
        names().stream().filter(name -> !config.list("learners").contains(name)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "setting interval = "
              + interval
              + " lies between the scores of "
              + low
              + " and "
              + high
              + ", but learners = '"
              + config.text("learners")
              + "' lacks "
              + String.join(" and ", missing)
              + "; add it before the baseline, or take interval=split:"
              + interval.substring(interval.indexOf(':') + 1));
    }
  }

  /**
   * Refuses learners of quantiles where they mean nothing: for classes, as the baseline of others,
   * or beside a run that estimates one quantile as a whole.
   */
  static void checkLearners(NightlyConfig config) {
    List<String> learners = config.list("learners");
    List<String> named =
        learners.stream().filter(name -> QuantileLearner.loss(name).isPresent()).toList();
    if (named.isEmpty()) {
      return;
    }
    if (!(TrainingFrame.target(Labeler.parse(config.text("label"))) instanceof Target.Regression)) {
      throw new IllegalArgumentException(
          "learner "
              + named.get(0)
              + " estimates a quantile of a real number, but label = "
              + config.text("label")
              + " is of classes; take a label such as fixed-15m-value");
    }
    if (learners.size() > 1 && named.contains(learners.get(learners.size() - 1))) {
      throw new IllegalArgumentException(
          "learner "
              + learners.get(learners.size() - 1)
              + " stands last in learners and so is the baseline, but a quantile is nothing that"
              + " other models could beat; put another at the end, as elastic-net");
    }
    if (RegressionLoss.parse(config.text("xgboost.loss")) instanceof RegressionLoss.Quantile) {
      throw new IllegalArgumentException(
          "xgboost.loss = "
              + config.text("xgboost.loss")
              + " judges all models of the run by one quantile, but learner "
              + named.get(0)
              + " has its own; set xgboost.loss=squared, or leave the learner out");
    }
  }
}
