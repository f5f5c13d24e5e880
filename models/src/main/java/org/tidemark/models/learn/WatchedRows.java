package org.tidemark.models.learn;

import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tidemark.models.TrainingSet;

/**
 * Rows on which a growing booster is measured after each round. The booster keeps its sums for
 * them, so a measurement adds the trees of the last round alone.
 */
final class WatchedRows implements AutoCloseable {
  private final WatchedScores watched;
  private final DMatrix matrix;

  WatchedRows(TrainingSet rows, Rounds.Watched watch) throws XGBoostError {
    this.watched = new WatchedScores(rows, watch);
    TrainingSet kept = watched.rows();
    this.matrix = new DMatrix(kept.features(), kept.rows(), kept.width(), Float.NaN);
  }

  /** Why the metric cannot be told from these rows; empty where it can. */
  String problem() {
    return watched.problem();
  }

  /** The metric of the booster's predictions; NaN where it is not defined. */
  double measure(Booster booster) throws XGBoostError {
    float[][] predicted = booster.predict(matrix);
    int width = watched.rows().target().width();
    double[] scores = new double[predicted.length * width];
    for (int i = 0; i < predicted.length; i++) {
      for (int k = 0; k < width; k++) {
        scores[i * width + k] = predicted[i][k];
      }
    }
    return watched.measure(scores);
  }

  @Override
  public void close() {
    matrix.dispose();
  }
}
