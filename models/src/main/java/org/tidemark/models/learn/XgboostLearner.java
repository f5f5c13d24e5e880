package org.tidemark.models.learn;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tidemark.models.Learner;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;

/**
 * Gradient-boosted trees by XGBoost, fitted inside one task with its plain Java interface: many
 * folds run side by side as ordinary Spark tasks, none needs a barrier stage.
 *
 * <p>NaN is a missing value and each split learns where it goes. Infinite values are refused. While
 * fitting, native memory holds 8 bytes per value that is not NaN (XGBoost's sparse page) and 1 to 2
 * bytes per value (its histogram index) beside the 4 bytes of the training set: 500 000 rows of 40
 * columns, 80 MB as floats, take about 320 MB more. A fit that is watched copies its window once.
 *
 * @param rounds how many of the trees are kept
 * @param device where they are grown
 */
public record XgboostLearner(XgboostParameters parameters, Rounds rounds, Device device)
    implements Learner {
  private static final long serialVersionUID = 1L;

  public XgboostLearner {
    XgboostMode mode = parameters.mode();
    if (rounds instanceof Rounds.Watched) {
      if (mode.order() == TreeOrder.RANDOM_FOREST) {
        throw new IllegalArgumentException(
            "early stopping watches round after round, but a random forest has one; keep all");
      }
      if (mode.loss() instanceof RegressionLoss.Quantile) {
        throw new IllegalArgumentException(
            "early stopping watches returns and errors of a mean or median, but loss "
                + mode.loss().id()
                + " estimates neither; keep all rounds");
      }
    }
  }

  /** A learner on the processor. */
  public XgboostLearner(XgboostParameters parameters, Rounds rounds) {
    this(parameters, rounds, Device.CPU);
  }

  /** A learner that keeps every round. */
  public XgboostLearner(XgboostParameters parameters) {
    this(parameters, new Rounds.All());
  }

  /** A learner with {@link XgboostParameters#standard()}. */
  public static XgboostLearner standard() {
    return new XgboostLearner(XgboostParameters.standard());
  }

  @Override
  public String name() {
    return "xgboost";
  }

  @Override
  public String parametersJson() {
    return with(with(parameters.json(), rounds.json()), device.json());
  }

  private static String with(String json, String fields) {
    return fields.isEmpty() ? json : json.substring(0, json.length() - 1) + "," + fields + "}";
  }

  @Override
  public XgboostModel fit(TrainingSet data, long seed) {
    TrainingChecks.check(data);
    try {
      Boosting boosting =
          new Boosting(settings(data.target(), data.featureNames(), seed), parameters.rounds());
      Boosting.Grown grown =
          rounds instanceof Rounds.Watched watched
              ? boosting.watched(data, watched)
              : new Boosting.Grown(boosting.all(data), Optional.empty());
      return XgboostModel.fitted(
          grown.json(), data.target(), data.featureNames(), data.featureSetHash(), grown.growth());
    } catch (XGBoostError e) {
      throw new LearnException(
          "XGBoost could not fit "
              + data.rows()
              + " rows of "
              + data.width()
              + " columns: "
              + e.getMessage()
              + device.remedy(),
          e);
    }
  }

  @Override
  public boolean readsDecisions() {
    return rounds instanceof Rounds.Watched;
  }

  @Override
  public XgboostModel load(
      byte[] nativeBytes, List<String> featureNames, String featureSetHash, Target target) {
    return XgboostModel.of(nativeBytes, target, featureNames, featureSetHash);
  }

  /** The booster's own settings for a fit. */
  Map<String, Object> settings(Target target, List<String> columns, long seed) {
    Map<String, Object> settings = parameters.settings();
    settings.putAll(device.settings());
    settings.put("seed", Math.floorMod(seed, Integer.MAX_VALUE));
    settings.put("objective", parameters.mode().objective(target));
    if (target instanceof Target.MultiClass multi) {
      settings.put("num_class", multi.classes());
    }
    if (target instanceof Target.Regression) {
      settings.putAll(parameters.mode().loss().settings());
    }
    if (!parameters.mode().monotone().directions().isEmpty()) {
      settings.put("monotone_constraints", parameters.mode().monotone().vector(columns));
    }
    return settings;
  }
}
