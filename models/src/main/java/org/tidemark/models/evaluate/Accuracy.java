package org.tidemark.models.evaluate;

/** Single figures of labels against scores, for callers that need no interval. */
public final class Accuracy {
  private Accuracy() {}

  /** {@link Metric#AUC} of labels 0 and 1 against any scores; NaN with one class only. */
  public static double auc(float[] labels, float[] scores) {
    return Scoring.auc(labels.length, i -> check(labels[i]) == 1, i -> scores[i]).value();
  }

  /** {@link Metric#LOG_LOSS} of labels 0 and 1 against probabilities of class 1. */
  public static double logLoss(float[] labels, float[] probabilities) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double p = probabilities[i];
      sum += Scoring.logLoss(check(labels[i]) == 1 ? p : 1 - p);
    }
    return sum / labels.length;
  }

  /**
   * {@link Metric#LOG_LOSS} of labels 0 to {@code classes - 1} against one probability per class,
   * row-major.
   */
  public static double logLoss(float[] labels, float[] probabilities, int classes) {
    if (probabilities.length != labels.length * classes) {
      throw new IllegalArgumentException(
          probabilities.length
              + " probabilities must be "
              + classes
              + " for each of "
              + labels.length
              + " labels");
    }
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      int label = (int) labels[i];
      if (label != labels[i] || label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            "label " + labels[i] + " must be a whole number from 0 to " + (classes - 1));
      }
      sum += Scoring.logLoss(probabilities[i * classes + label]);
    }
    return sum / labels.length;
  }

  /** {@link Metric#RMSE} of real labels against estimates. */
  public static double rmse(float[] labels, float[] estimates) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double error = (double) estimates[i] - labels[i];
      sum += error * error;
    }
    return Math.sqrt(sum / labels.length);
  }

  /**
   * {@link Metric#PINBALL_LOSS} of real labels against estimates of a quantile.
   *
   * @param level of the quantile
   */
  public static double pinballLoss(float[] labels, float[] estimates, double level) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      sum += Scoring.pinballLoss((double) estimates[i] - labels[i], level);
    }
    return sum / labels.length;
  }

  private static float check(float label) {
    if (label != 0 && label != 1) {
      throw new IllegalArgumentException("label " + label + " must be 0 or 1");
    }
    return label;
  }
}
