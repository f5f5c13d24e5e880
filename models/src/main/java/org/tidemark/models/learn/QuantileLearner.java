package org.tidemark.models.learn;

import java.util.List;
import java.util.Optional;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Learner;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;

/**
 * XGBoost that estimates one quantile of a real label, named by its level, so that several levels
 * can stand side by side in one run.
 *
 * @param trees of pinball loss
 */
public record QuantileLearner(XgboostLearner trees) implements Learner {
  /** Begins the name; the level follows, as in {@code quantile-0.05}. */
  public static final String PREFIX = "quantile-";

  private static final long serialVersionUID = 1L;

  public QuantileLearner {
    if (!(trees.parameters().mode().loss() instanceof RegressionLoss.Quantile)) {
      throw new IllegalArgumentException(
          "loss "
              + trees.parameters().mode().loss().id()
              + " estimates no quantile; take loss quantile:LEVEL, as quantile:0.05");
    }
  }

  /**
   * The loss that a name asks for; empty for the name of another learner.
   *
   * @throws IllegalArgumentException for a name whose level is no number above 0 and below 1, or
   *     not written as Java writes it: one level must have one name
   */
  public static Optional<RegressionLoss.Quantile> loss(String name) {
    if (!name.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String text = name.substring(PREFIX.length());
    double level;
    try {
      level = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "learner '" + name + "' has a word for a level; write quantile-LEVEL, as quantile-0.05",
          e);
    }
    RegressionLoss.Quantile loss = new RegressionLoss.Quantile(level);
    if (!name(level).equals(name)) {
      throw new IllegalArgumentException("write learner '" + name + "' as " + name(level));
    }
    return Optional.of(loss);
  }

  /** The name of the learner of a level. */
  public static String name(double level) {
    return PREFIX + level;
  }

  @Override
  public String name() {
    return name(((RegressionLoss.Quantile) trees.parameters().mode().loss()).level());
  }

  @Override
  public String parametersJson() {
    return trees.parametersJson();
  }

  @Override
  public FormedModel fit(TrainingSet data, long seed) {
    return trees.fit(data, seed);
  }

  @Override
  public FormedModel load(
      byte[] nativeBytes, List<String> featureNames, String featureSetHash, Target target) {
    return trees.load(nativeBytes, featureNames, featureSetHash, target);
  }
}
