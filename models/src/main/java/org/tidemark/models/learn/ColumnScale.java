package org.tidemark.models.learn;

import org.tidemark.models.TrainingSet;

/**
 * Mean and population standard deviation of each column of a training window, of the values that
 * are there, added in the order of the rows. A constant column has deviation 1: it stays at 0.
 */
record ColumnScale(double[] means, double[] deviations) {

  /**
   * The scale of some rows.
   *
   * @throws IllegalArgumentException if a column has no value at all
   */
  static ColumnScale of(TrainingSet data) {
    int width = data.width();
    double[] means = new double[width];
    double[] deviations = new double[width];
    for (int j = 0; j < width; j++) {
      double sum = 0;
      int count = 0;
      for (int row = 0; row < data.rows(); row++) {
        float value = data.features()[row * width + j];
        if (!Float.isNaN(value)) {
          sum += value;
          count++;
        }
      }
      if (count == 0) {
        throw new IllegalArgumentException(
            "column "
                + data.featureNames().get(j)
                + " has no value in any of "
                + data.rows()
                + " rows; begin the window after the features' warm-up, or drop the column from the"
                + " feature set");
      }
      means[j] = sum / count;
      double squares = 0;
      for (int row = 0; row < data.rows(); row++) {
        float value = data.features()[row * width + j];
        if (!Float.isNaN(value)) {
          squares += (value - means[j]) * (value - means[j]);
        }
      }
      double deviation = Math.sqrt(squares / count);
      deviations[j] = deviation > 0 ? deviation : 1;
    }
    return new ColumnScale(means, deviations);
  }
}
