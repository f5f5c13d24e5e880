package org.tidemark.models.learn;

import java.util.Arrays;
import java.util.List;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;

/** Refuses training rows that no learner can fit, naming the first offender. */
final class TrainingChecks {
  private TrainingChecks() {}

  static void check(TrainingSet data) {
    for (int row = 0; row < data.rows(); row++) {
      row(
          data.featureNames(),
          data.target(),
          row,
          data.features(),
          row * data.width(),
          data.labels()[row],
          data.weights()[row]);
    }
  }

  /** Whether the labels are all of one class, 1, or of more, 2. */
  static int classes(TrainingSet data) {
    float[] sorted = data.labels().clone();
    Arrays.sort(sorted);
    return sorted[0] == sorted[sorted.length - 1] ? 1 : 2;
  }

  /**
   * One row.
   *
   * @param row its number, for the message
   * @param features that hold its values
   * @param first position of its first value there
   */
  static void row(
      List<String> names,
      Target target,
      long row,
      float[] features,
      int first,
      float label,
      float weight) {
    for (int j = 0; j < names.size(); j++) {
      float value = features[first + j];
      if (Float.isInfinite(value)) {
        throw new IllegalArgumentException(
            "row "
                + row
                + " has "
                + value
                + " in column "
                + names.get(j)
                + "; features are finite or NaN");
      }
    }
    label(target, row, label);
    if (!(weight > 0) || Float.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "row " + row + " has weight " + weight + "; weights are finite and above 0");
    }
  }

  private static void label(Target target, long row, float label) {
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
