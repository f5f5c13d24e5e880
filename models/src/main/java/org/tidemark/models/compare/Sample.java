package org.tidemark.models.compare;

/** Checked observations with their mean and variance. */
final class Sample {
  private final double[] values;
  private final double mean;
  private final double variance;

  private Sample(double[] values) {
    this.values = values;
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    mean = sum / values.length;
    double squares = 0;
    double rest = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
      rest += value - mean;
    }
    double corrected = squares - rest * rest / values.length;
    // Rounding of the mean must not give a constant sample a variance.
    variance = constant(values) ? 0 : Math.max(0, corrected) / (values.length - 1);
  }

  private static boolean constant(double[] values) {
    for (double value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }

  /** Refuses fewer than {@code fewest} values and any that is not finite. */
  static Sample of(String name, double[] values, int fewest) {
    if (values.length < fewest) {
      throw new IllegalArgumentException(
          name + " has " + values.length + " observations; " + fewest + " or more are needed");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            name
                + "["
                + i
                + "] = "
                + values[i]
                + " must be finite; leave out observations that are missing on either side");
      }
    }
    return new Sample(values);
  }

  /** First less second, row by row. */
  static double[] differences(double[] first, double[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          first.length
              + " observations cannot be paired with "
              + second.length
              + "; compare them on the same rows");
    }
    double[] out = new double[first.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = first[i] - second[i];
    }
    return out;
  }

  int n() {
    return values.length;
  }

  double[] values() {
    return values;
  }

  double mean() {
    return mean;
  }

  /** With n - 1; NaN for one observation. */
  double variance() {
    return values.length > 1 ? variance : Double.NaN;
  }
}
