package org.tidemark.models;

import java.util.List;
import java.util.Optional;

/**
 * The rows of one training window, in (event time, instrument) order.
 *
 * @param featureNames one per column
 * @param featureSetHash identity of the feature set that made the columns
 * @param rows number of rows
 * @param features row-major, rows x columns; NaN is a missing value
 * @param labels one per row: 0/1, class index or real value as {@code target} says
 * @param weights one per row, above 0
 * @param decisions when each row was decided and what came of it, where the learner watches itself
 */
public record TrainingSet(
    List<String> featureNames,
    String featureSetHash,
    Target target,
    int rows,
    float[] features,
    float[] labels,
    float[] weights,
    Optional<Decisions> decisions) {
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
    decisions.ifPresent(
        found -> {
          if (found.rows() != rows) {
            throw new IllegalArgumentException(
                rows + " rows came with " + found.rows() + " decisions; give one of each");
          }
        });
  }

  /** Rows of which nothing but features, labels and weights is known. */
  public TrainingSet(
      List<String> featureNames,
      String featureSetHash,
      Target target,
      int rows,
      float[] features,
      float[] labels,
      float[] weights) {
    this(featureNames, featureSetHash, target, rows, features, labels, weights, Optional.empty());
  }

  /**
   * Some of the rows, copied.
   *
   * @param picked their indices, increasing, one or more
   */
  public TrainingSet only(int[] picked) {
    int width = width();
    float[] some = new float[picked.length * width];
    float[] someLabels = new float[picked.length];
    float[] someWeights = new float[picked.length];
    for (int i = 0; i < picked.length; i++) {
      System.arraycopy(features, picked[i] * width, some, i * width, width);
      someLabels[i] = labels[picked[i]];
      someWeights[i] = weights[picked[i]];
    }
    return new TrainingSet(
        featureNames,
        featureSetHash,
        target,
        picked.length,
        some,
        someLabels,
        someWeights,
        decisions.map(all -> all.only(picked)));
  }

  /** Number of feature columns. */
  public int width() {
    return featureNames.size();
  }
}
