package org.tidemark.models.learn;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Learner;
import org.tidemark.models.Target;
import org.tidemark.models.split.Split;

/**
 * A learner as the driver sees it: fits the rows of one training window, wherever the arithmetic
 * runs, and reads its own models back from their native bytes.
 */
public sealed interface WindowLearner {
  /** Name of the learner behind it. */
  String name();

  /** Its hyperparameters as JSON. */
  String parametersJson();

  /**
   * Fits on the given rows.
   *
   * @param window rows of one training window with the columns named, plus {@code event_time_nanos}
   *     and {@code instrument} that fix their order
   * @param rows number of rows in the window
   */
  FormedModel fit(
      Dataset<Row> window, TrainingColumns columns, Target target, long rows, long seed);

  /** A model from the bytes that {@link FormedModel#nativeBytes()} gave. */
  FormedModel load(byte[] bytes, TrainingColumns columns, Target target);

  /** A learner that fits inside one task: the window's rows go to that task in order. */
  record InTask(Learner learner) implements WindowLearner {
    @Override
    public String name() {
      return learner.name();
    }

    @Override
    public String parametersJson() {
      return learner.parametersJson();
    }

    @Override
    public FormedModel fit(
        Dataset<Row> window, TrainingColumns columns, Target target, long rows, long seed) {
      return TaskFit.fit(window, columns, target, rows, learner, seed);
    }

    /** Fits on the rows of a shared frame that a split trains on. */
    public FormedModel fit(SharedFrame frame, Split split, Target target, long seed) {
      return frame.fit(split, target, learner, seed);
    }

    /** The same, and what the finished model says of the rows that the split tests. */
    public SharedFrame.Tested fitAndTest(
        SharedFrame frame, Split split, Target target, long seed, SharedFrame.Finish finish) {
      return frame.fitAndTest(split, target, learner, seed, finish);
    }

    @Override
    public FormedModel load(byte[] bytes, TrainingColumns columns, Target target) {
      return learner.load(bytes, columns.features(), columns.featureSetHash(), target);
    }
  }

  /** A learner that runs Spark jobs of its own. */
  record OnCluster(DistributedLearner learner) implements WindowLearner {
    @Override
    public String name() {
      return learner.name();
    }

    @Override
    public String parametersJson() {
      return learner.parametersJson();
    }

    @Override
    public FormedModel fit(
        Dataset<Row> window, TrainingColumns columns, Target target, long rows, long seed) {
      return learner.fit(window, columns, target, seed);
    }

    @Override
    public FormedModel load(byte[] bytes, TrainingColumns columns, Target target) {
      return learner.load(bytes, columns, target);
    }
  }

  /** A learner whose workers each hold a part of the window and fit one model together. */
  record OnWorkers(DistributedXgboost learner) implements WindowLearner {
    @Override
    public String name() {
      return learner.name();
    }

    @Override
    public String parametersJson() {
      return learner.parametersJson();
    }

    @Override
    public FormedModel fit(
        Dataset<Row> window, TrainingColumns columns, Target target, long rows, long seed) {
      return learner.fit(window, columns, target, seed);
    }

    @Override
    public FormedModel load(byte[] bytes, TrainingColumns columns, Target target) {
      return learner.load(bytes, columns, target);
    }
  }
}
