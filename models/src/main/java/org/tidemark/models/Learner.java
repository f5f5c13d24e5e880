package org.tidemark.models;

import java.io.Serializable;
import java.util.List;

/**
 * Fits a model on one training window inside one task. The same data, seed and machine give the
 * same bytes.
 */
public interface Learner extends Serializable {
  /** For example {@code xgboost}; part of every table that names a learner. */
  String name();

  /** Hyperparameters as JSON, for the manifest. */
  String parametersJson();

  /** Whether a fit needs {@link TrainingSet#decisions()}, as one that watches itself does. */
  default boolean readsDecisions() {
    return false;
  }

  /** Fits on the given rows and nothing else. */
  FormedModel fit(TrainingSet data, long seed);

  /**
   * A model from the bytes that {@link Model#nativeBytes()} gave.
   *
   * @throws IllegalArgumentException for bytes that are none of this learner's, or whose columns or
   *     outputs do not fit
   */
  FormedModel load(
      byte[] nativeBytes, List<String> featureNames, String featureSetHash, Target target);
}
