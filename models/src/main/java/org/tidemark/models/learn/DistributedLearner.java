package org.tidemark.models.learn;

import java.io.Serializable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;

/**
 * Fits a model on the rows of a dataset with Spark jobs of its own; called on the driver, never
 * inside a task.
 */
public interface DistributedLearner extends Serializable {
  /** For example {@code logistic}; part of every table that names a learner. */
  String name();

  /** Hyperparameters as JSON, for the manifest. */
  String parametersJson();

  /**
   * Fits on the given rows and nothing else: imputation and scaling included. The caller passes the
   * rows of one training window, with their {@code event_time_nanos} and {@code instrument}.
   */
  FormedModel fit(Dataset<Row> rows, TrainingColumns columns, Target target, long seed);

  /**
   * A model from the bytes that {@link FormedModel#nativeBytes()} gave.
   *
   * @throws IllegalArgumentException for bytes that are none of this learner's, or whose columns or
   *     outputs do not fit
   */
  FormedModel load(byte[] nativeBytes, TrainingColumns columns, Target target);
}
