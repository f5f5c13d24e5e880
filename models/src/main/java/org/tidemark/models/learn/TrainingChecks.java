package org.tidemark.models.learn;

import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;

/** Refuses training rows that no learner can fit, naming the first offender. */
final class TrainingChecks {
  private TrainingChecks() {}

  static void check(TrainingSet data) {
    float[] features = data.features();
    for (int at = 0; at < features.length; at++) {
      if (Float.isInfinite(features[at])) {
        throw new IllegalArgumentException(
            "row "
                + at / data.width()
                + " has "
                + features[at]
                + " in column "
                + data.featureNames().get(at % data.width())
                + "; features are finite or NaN");
      }
    }
    for (int row = 0; row < data.rows(); row++) {
      label(data.target(), row, data.labels()[row]);
      float weight = data.weights()[row];
      if (!(weight > 0) || Float.isInfinite(weight)) {
        throw new IllegalArgumentException(
            "row " + row + " has weight " + weight + "; weights are finite and above 0");
      }
    }
  }

  private static void label(Target target, int row, float label) {
    if (target instanceof Target.Regression) {
      if (!Float.isFinite(label)) {
        throw new IllegalArgumentException(
            "row " + row + " has label " + label + "; a regression label is finite");
      }
      return;
    }
    int classes = target instanceof Target.MultiClass multi ? multi.classes() : 2;
    if (!(label >= 0 && label < classes && label == (int) label)) {
      throw new IllegalArgumentException(
          "row " + row + " has label " + label + "; labels are whole, 0 to " + (classes - 1));
    }
  }
}
