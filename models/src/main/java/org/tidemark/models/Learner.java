package org.tidemark.models;

import java.io.Serializable;

/**
 * Fits a model on one training window inside one task. The same data, seed and machine give the
 * same bytes.
 */
public interface Learner extends Serializable {
  /** For example {@code xgboost}; part of every table that names a learner. */
  String name();

  /** Hyperparameters as JSON, for the manifest. */
  String parametersJson();

  /** Fits on the given rows and nothing else. */
  Model fit(TrainingSet data, long seed);
}
