package org.tidemark.models.uncertain;

import java.util.Arrays;
import org.tidemark.models.Target;

/**
 * A fitted way from the score of a row to where its label lies, which goes with a model as text.
 */
public sealed interface IntervalRule {
  /** Where the label lies: intervals about an estimate. */
  record Around(double level, SplitConformal fitted) implements IntervalRule {
    @Override
    public boolean isKnown() {
      return Double.isFinite(fitted.radius());
    }

    @Override
    public Region of(double[] scores) {
      return fitted.about(scores[0]);
    }

    @Override
    public String id() {
      return AROUND + ":" + level + ":" + fitted.radius();
    }
  }

  /** Where the label lies: a set of classes. */
  record InSet(double level, AdaptiveSets fitted) implements IntervalRule {
    @Override
    public boolean isKnown() {
      return Double.isFinite(fitted.limit());
    }

    @Override
    public Region of(double[] scores) {
      double[] classes = scores.length == 1 ? new double[] {1 - scores[0], scores[0]} : scores;
      return ClassSet.of(fitted.of(classes));
    }

    @Override
    public String id() {
      return IN_SET + ":" + level + ":" + fitted.limit();
    }
  }

  /** Where the label lies: between two estimated quantiles, widened or narrowed. */
  record Between(double level, QuantileConformal fitted) implements IntervalRule {
    @Override
    public boolean isKnown() {
      return Double.isFinite(fitted.margin());
    }

    @Override
    public int scores(Target target) {
      return 2;
    }

    @Override
    public Region of(double[] scores) {
      return fitted.between(scores[0], scores[1]);
    }

    @Override
    public String id() {
      return BETWEEN + ":" + level + ":" + fitted.margin();
    }
  }

  /** Begins the text of {@link Around}. */
  String AROUND = "around";

  /** Begins the text of {@link InSet}. */
  String IN_SET = "set";

  /** Begins the text of {@link Between}. */
  String BETWEEN = "between";

  /** Share of labels that it is to hold. */
  double level();

  /** Whether it was fitted on rows enough; if not, its regions are all there is. */
  boolean isKnown();

  /**
   * Where the label of a row lies.
   *
   * @param scores the estimate, the probability of class 1, or one probability per class; of {@link
   *     Between} the lower and the upper quantile
   */
  Region of(double[] scores);

  /** How many numbers {@link #of(double[])} reads; more than a model gives where it reads two. */
  default int scores(Target target) {
    return target.width();
  }

  /** The text that {@link #parse} reads back, to the last bit. */
  String id();

  /** Reads {@link #id()}. */
  static IntervalRule parse(String text) {
    String[] parts = text.split(":", -1);
    try {
      if (parts.length == 3) {
        double level = Double.parseDouble(parts[1]);
        double number = Double.parseDouble(parts[2]);
        switch (parts[0]) {
          case AROUND:
            return new Around(level, new SplitConformal(number));
          case BETWEEN:
            return new Between(level, new QuantileConformal(number));
          case IN_SET:
            return new InSet(level, new AdaptiveSets(number));
          default:
        }
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("interval rule '" + text + "' has a word for a number", e);
    }
    throw new IllegalArgumentException(
        "interval rule '"
            + text
            + "' must be around:LEVEL:RADIUS, between:LEVEL:MARGIN or set:LEVEL:LIMIT");
  }

  /**
   * The same for a row of float32 scores, as a model gives them.
   *
   * @throws IllegalArgumentException if the rule reads the scores of two models
   */
  default Region of(float[] scores, int row, Target target) {
    if (scores(target) != target.width()) {
      throw new IllegalArgumentException(
          "rule " + id() + " reads the scores of two models, not of one; give both");
    }
    double[] own = new double[target.width()];
    Arrays.setAll(own, k -> scores[row * own.length + k]);
    return of(own);
  }
}
