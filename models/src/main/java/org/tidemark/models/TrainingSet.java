package org.tidemark.models;

import java.util.List;

/**
 * The rows of one training window, in (event time, instrument) order.
 *
 * @param featureNames one per column
 * @param featureSetHash identity of the feature set that made the columns
 * @param rows number of rows
 * @param features row-major, rows x columns; NaN is a missing value
 * @param labels one per row: 0/1, class index or real value as {@code target} says
 * @param weights one per row, above 0
 */
public record TrainingSet(
    List<String> featureNames,
    String featureSetHash,
    Target target,
    int rows,
    float[] features,
    float[] labels,
    float[] weights) {
  public TrainingSet {
    featureNames = List.copyOf(featureNames);
    if (rows < 1) {
      throw new IllegalArgumentException("a training set needs at least one row");
    }
    if ((long) rows * featureNames.size() != features.length) {
      throw new IllegalArgumentException(
          rows
              + " rows of "
              + featureNames.size()
              + " columns need "
              + (long) rows * featureNames.size()
              + " values but "
              + features.length
              + " came");
    }
    if (labels.length != rows || weights.length != rows) {
      throw new IllegalArgumentException(
          rows + " rows came with " + labels.length + " labels and " + weights.length + " weights");
    }
  }

  /** Number of feature columns. */
  public int width() {
    return featureNames.size();
  }
}
