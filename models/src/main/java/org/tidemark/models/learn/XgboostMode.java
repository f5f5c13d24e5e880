package org.tidemark.models.learn;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.tidemark.models.Target;

/**
 * What a fit of XGBoost aims at, beside the sizes of its trees.
 *
 * @param order whether trees are boosted or stand side by side
 * @param loss of a regression; classes have their log loss
 * @param monotone columns in which the output goes one way
 */
public record XgboostMode(TreeOrder order, RegressionLoss loss, Monotone monotone)
    implements Serializable {
  /** Boosted trees, squared error, no constraint. */
  public static final XgboostMode STANDARD =
      new XgboostMode(TreeOrder.BOOSTED, new RegressionLoss.Squared(), Monotone.NONE);

  private static final long serialVersionUID = 1L;

  public XgboostMode {
    if (!(loss instanceof RegressionLoss.Squared) && !monotone.directions().isEmpty()) {
      throw new IllegalArgumentException(
          "loss "
              + loss.id()
              + " sets its leaves after the splits, whereby they leave the order that monotone"
              + " columns ["
              + monotone.id()
              + "] ask for; use loss squared, or no monotone column");
    }
    if (!(loss instanceof RegressionLoss.Squared) && order == TreeOrder.RANDOM_FOREST) {
      throw new IllegalArgumentException(
          "loss "
              + loss.id()
              + " needs boosted trees: XGBoost sets the leaves of one tree a round by it, and a"
              + " random forest has all trees in one round; use order boosted, or loss squared");
    }
  }

  /**
   * Refuses what a target cannot have.
   *
   * @throws IllegalArgumentException naming the remedy
   */
  public void check(Target target) {
    if (!(target instanceof Target.Regression) && !(loss instanceof RegressionLoss.Squared)) {
      throw new IllegalArgumentException(
          "loss "
              + loss.id()
              + " is one of regressions, but the target is "
              + target
              + "; choose a label that is a real number, or loss squared, which classes ignore");
    }
    if (target instanceof Target.MultiClass && !monotone.directions().isEmpty()) {
      throw new IllegalArgumentException(
          "monotone columns ["
              + monotone.id()
              + "] bind the margin of each class and so no probability of "
              + target
              + "; choose a label of two classes or a real number");
    }
  }

  /** Of the target, in XGBoost's words. */
  String objective(Target target) {
    check(target);
    if (target instanceof Target.Binary) {
      return "binary:logistic";
    }
    return target instanceof Target.MultiClass ? "multi:softprob" : loss.objective();
  }

  /** What is not standard, in the order of names. */
  Map<String, String> words() {
    Map<String, String> words = new TreeMap<>();
    if (!monotone.directions().isEmpty()) {
      words.put("monotone", monotone.id());
    }
    if (!(loss instanceof RegressionLoss.Squared)) {
      words.put("loss", loss.id());
    }
    if (order != TreeOrder.BOOSTED) {
      words.put("order", order.id());
    }
    return words;
  }
}
