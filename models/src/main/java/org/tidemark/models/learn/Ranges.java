package org.tidemark.models.learn;

/** Refuses hyperparameters outside their range. */
final class Ranges {
  private Ranges() {}

  static void within(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name + " = " + value + " must lie in " + low + " to " + high);
    }
  }

  /** Above 0, at most 1. */
  static void share(String name, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " = " + value + " must be above 0 and at most 1");
    }
  }
}
