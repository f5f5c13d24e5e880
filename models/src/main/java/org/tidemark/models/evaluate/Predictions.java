package org.tidemark.models.evaluate;

import java.util.Arrays;
import org.tidemark.models.Target;

/**
 * Out-of-fold predictions of one learner, of one fold or of all folds, in order of event time.
 *
 * @param target what was predicted
 * @param eventTimeNanos when each row was decided, never decreasing
 * @param spanEndNanos end of each row's label span, above its event time
 * @param instrument index of each row's instrument, 0 or more; spans of one instrument may overlap
 * @param fold index of the fold whose model scored each row, 0 or more: scores of different models
 *     have different levels and are not ranked against each other
 * @param labels truth per row: 0 or 1, class index, or real value
 * @param scores row-major, rows x {@link Target#width()}: probability of class 1, one probability
 *     per class, or the estimate; never NaN
 * @param forwardReturns simple return of the instrument from event time to span end (0.01 is one
 *     percent), never NaN
 */
public record Predictions(
    Target target,
    long[] eventTimeNanos,
    long[] spanEndNanos,
    int[] instrument,
    int[] fold,
    double[] labels,
    double[] scores,
    double[] forwardReturns) {
  public Predictions {
    int rows = labels.length;
    if (rows == 0) {
      throw new IllegalArgumentException("there are no predictions to evaluate");
    }
    if (eventTimeNanos.length != rows
        || spanEndNanos.length != rows
        || instrument.length != rows
        || fold.length != rows
        || forwardReturns.length != rows
        || scores.length != rows * target.width()) {
      throw new IllegalArgumentException(
          rows
              + " labels came with "
              + eventTimeNanos.length
              + " event times, "
              + spanEndNanos.length
              + " span ends, "
              + instrument.length
              + " instruments, "
              + fold.length
              + " folds, "
              + forwardReturns.length
              + " returns and "
              + scores.length
              + " scores ("
              + target.width()
              + " per row)");
    }
    for (int i = 0; i < rows; i++) {
      if (i > 0 && eventTimeNanos[i] < eventTimeNanos[i - 1]) {
        throw new IllegalArgumentException(
            "row " + i + " is earlier than the row before it; sort predictions by event time");
      }
      if (spanEndNanos[i] <= eventTimeNanos[i]) {
        throw new IllegalArgumentException("row " + i + ": its label span ends before it begins");
      }
      if (instrument[i] < 0) {
        throw new IllegalArgumentException("row " + i + ": instrument " + instrument[i] + " < 0");
      }
      if (fold[i] < 0) {
        throw new IllegalArgumentException("row " + i + ": fold " + fold[i] + " < 0");
      }
      if (!Double.isFinite(forwardReturns[i])) {
        throw new IllegalArgumentException(
            "row " + i + ": forward return " + forwardReturns[i] + " must be finite");
      }
      checkLabel(target, labels[i], i);
    }
    checkScores(target, scores);
  }

  /** Predictions of one model. */
  public Predictions(
      Target target,
      long[] eventTimeNanos,
      long[] spanEndNanos,
      int[] instrument,
      double[] labels,
      double[] scores,
      double[] forwardReturns) {
    this(
        target,
        eventTimeNanos,
        spanEndNanos,
        instrument,
        new int[labels.length],
        labels,
        scores,
        forwardReturns);
  }

  private static void checkLabel(Target target, double label, int row) {
    boolean known =
        target instanceof Target.Regression
            ? Double.isFinite(label)
            : label == Math.rint(label) && label >= 0 && label < classes(target);
    if (!known) {
      throw new IllegalArgumentException(
          "row " + row + ": label " + label + " is not one of " + target);
    }
  }

  private static void checkScores(Target target, double[] scores) {
    boolean probability = !(target instanceof Target.Regression);
    for (int i = 0; i < scores.length; i++) {
      if (!Double.isFinite(scores[i]) || (probability && !(scores[i] >= 0 && scores[i] <= 1))) {
        throw new IllegalArgumentException(
            "row "
                + i / target.width()
                + ": score "
                + scores[i]
                + (probability ? " must be a probability from 0 to 1" : " must be finite"));
      }
    }
  }

  /**
   * Some of the rows.
   *
   * @param rows their indices, increasing, one or more
   */
  public Predictions only(int[] rows) {
    int width = target.width();
    double[] chosen = new double[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(scores, rows[i] * width, chosen, i * width, width);
    }
    return new Predictions(
        target,
        Arrays.stream(rows).mapToLong(i -> eventTimeNanos[i]).toArray(),
        Arrays.stream(rows).mapToLong(i -> spanEndNanos[i]).toArray(),
        Arrays.stream(rows).map(i -> instrument[i]).toArray(),
        Arrays.stream(rows).map(i -> fold[i]).toArray(),
        Arrays.stream(rows).mapToDouble(i -> labels[i]).toArray(),
        chosen,
        Arrays.stream(rows).mapToDouble(i -> forwardReturns[i]).toArray());
  }

  /** Number of rows. */
  public int rows() {
    return labels.length;
  }

  /** Number of classes; 0 for regression. */
  public int classes() {
    return classes(target);
  }

  private static int classes(Target target) {
    if (target instanceof Target.MultiClass multi) {
      return multi.classes();
    }
    return target instanceof Target.Binary ? 2 : 0;
  }

  /** Number of different instruments. */
  public int instruments() {
    return (int) Arrays.stream(instrument).distinct().count();
  }

  /** The scores of a row: as many as the target is wide. */
  public double[] scoresOf(int row) {
    return Arrays.copyOfRange(scores, row * target.width(), (row + 1) * target.width());
  }

  /** Probability of each class in a row. */
  public double[] probabilities(int row) {
    double[] each = new double[classes()];
    Arrays.setAll(each, k -> probability(row, k));
    return each;
  }

  /** Probability that the model gives class {@code k} in this row. */
  double probability(int row, int k) {
    if (target instanceof Target.Binary) {
      return k == 1 ? scores[row] : 1 - scores[row];
    }
    return scores[row * target.width() + k];
  }

  /** The most probable class; the lowest of equals, so class 0 at a probability of exactly 0.5. */
  int predictedClass(int row) {
    if (target instanceof Target.Binary) {
      return scores[row] > 0.5 ? 1 : 0;
    }
    int best = 0;
    for (int k = 1; k < target.width(); k++) {
      if (probability(row, k) > probability(row, best)) {
        best = k;
      }
    }
    return best;
  }
}
