package org.tidemark.models.uncertain;

import java.util.Arrays;
import java.util.List;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Predictions;

/**
 * How intervals or sets are made from out-of-fold rows, at the share of labels they are to hold.
 */
public sealed interface IntervalMethod {
  /** {@link SplitConformal}: one width for all rows. */
  record Split(double level) implements IntervalMethod {
    public Split {
      check(level);
    }

    @Override
    public IntervalRule fit(Predictions p) {
      need(p.target());
      return new IntervalRule.Around(level, SplitConformal.fit(p.scores(), p.labels(), 1 - level));
    }

    @Override
    public String id() {
      return SPLIT + ":" + level;
    }
  }

  /** {@link AdaptiveConformal}: a width that follows what was missed lately. */
  record Adaptive(double level) implements IntervalMethod {
    /** Of the steering. */
    static final double STEP = 0.01;

    public Adaptive {
      check(level);
    }

    @Override
    public IntervalRule fit(Predictions p) {
      need(p.target());
      return new IntervalRule.Around(level, new SplitConformal(conformal().steer(p).radius()));
    }

    AdaptiveConformal conformal() {
      return new AdaptiveConformal(1 - level, STEP);
    }

    @Override
    public String id() {
      return ADAPTIVE + ":" + level;
    }
  }

  /** {@link AdaptiveSets} of classes. */
  record Sets(double level) implements IntervalMethod {
    public Sets {
      check(level);
    }

    @Override
    public IntervalRule fit(Predictions p) {
      need(p.target());
      double[][] probabilities = new double[p.rows()][];
      for (int i = 0; i < probabilities.length; i++) {
        probabilities[i] = p.probabilities(i);
      }
      int[] labels = Arrays.stream(p.labels()).mapToInt(label -> (int) label).toArray();
      return new IntervalRule.InSet(level, AdaptiveSets.fit(probabilities, labels, 1 - level));
    }

    @Override
    public void need(Target target) {
      if (target instanceof Target.Regression) {
        throw new IllegalArgumentException(
            id() + " is of classes, but a real number is predicted; take split:" + level);
      }
    }

    @Override
    public String id() {
      return SETS + ":" + level;
    }
  }

  /** {@link QuantileConformal}: between the scores of two models, of which each has a quantile. */
  record Quantiles(double level) implements IntervalMethod {
    public Quantiles {
      check(level);
    }

    @Override
    public int models() {
      return 2;
    }

    @Override
    public IntervalRule fit(Predictions p) {
      return fit(List.of(p));
    }

    @Override
    public IntervalRule fit(List<Predictions> each) {
      checkModels(each);
      Predictions low = each.get(0);
      Predictions high = each.get(1);
      need(low.target());
      return new IntervalRule.Between(
          level, QuantileConformal.fit(low.scores(), high.scores(), low.labels(), 1 - level));
    }

    @Override
    public String id() {
      return QUANTILES + ":" + level;
    }
  }

  /** Names {@link Split}. */
  String SPLIT = "split";

  /** Names {@link Adaptive}. */
  String ADAPTIVE = "adaptive";

  /** Names {@link Sets}. */
  String SETS = "sets";

  /** Names {@link Quantiles}. */
  String QUANTILES = "cqr";

  /** Share of labels to hold, above 0 and below 1. */
  double level();

  /** Fits on out-of-fold rows of one model, in order of event time. */
  IntervalRule fit(Predictions p);

  /** How many models' scores of a row it reads. */
  default int models() {
    return 1;
  }

  /**
   * Fits on out-of-fold rows, in order of event time.
   *
   * @param each of {@link #models()} models, the same rows; the lower quantile first
   * @throws IllegalArgumentException for another number of models
   */
  default IntervalRule fit(List<Predictions> each) {
    checkModels(each);
    return fit(each.get(0));
  }

  /** Refuses another number of models than it reads. */
  default void checkModels(List<Predictions> each) {
    if (each.size() != models()) {
      throw new IllegalArgumentException(
          id() + " reads the scores of " + models() + " models, not of " + each.size());
    }
  }

  /** The text that {@link #parse} reads back. */
  String id();

  /** Refuses a target that it does not fit. */
  default void need(Target target) {
    if (!(target instanceof Target.Regression)) {
      throw new IllegalArgumentException(
          id() + " is of real numbers, but classes are predicted; take sets:" + level());
    }
  }

  /** Reads {@code split:LEVEL}, {@code adaptive:LEVEL}, {@code cqr:LEVEL} or {@code sets:LEVEL}. */
  static IntervalMethod parse(String text) {
    int colon = text.indexOf(':');
    try {
      if (colon > 0) {
        double level = Double.parseDouble(text.substring(colon + 1));
        switch (text.substring(0, colon)) {
          case SPLIT:
            return new Split(level);
          case ADAPTIVE:
            return new Adaptive(level);
          case SETS:
            return new Sets(level);
          case QUANTILES:
            return new Quantiles(level);
          default:
        }
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("interval '" + text + "' has a word for a level", e);
    }
    throw new IllegalArgumentException(
        "interval '"
            + text
            + "' must be split:LEVEL, adaptive:LEVEL, cqr:LEVEL or sets:LEVEL, for example"
            + " split:0.9");
  }

  private static void check(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "level " + level + " of intervals must be above 0 and below 1; 0.9 holds nine of ten");
    }
  }
}
