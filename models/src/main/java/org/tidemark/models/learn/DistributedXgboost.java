package org.tidemark.models.learn;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.models.Target;

/**
 * Gradient-boosted trees by XGBoost, fitted by several workers that each hold a part of the window:
 * for windows that one task cannot hold. The workers add their histograms of gradients; every one
 * of them grows the same trees.
 *
 * <p>A row belongs to the worker that a hash of its event time and instrument names, and a worker
 * takes its rows in order of time and instrument. So the number of workers, and neither the cluster
 * nor the order or partitions of the rows, decides about the bytes of the model. Another number of
 * workers gives other bins and sums, hence another model of the same quality; it is part of {@link
 * #parametersJson()}. One worker gives the model of {@link XgboostLearner}.
 *
 * <p>NaN is a missing value and each split learns where it goes. Infinite values are refused. Each
 * worker is one task, and all of them must run at once (a barrier stage). Its native memory is that
 * of {@link XgboostLearner} for its part of the rows; no copy of them lies on the heap.
 *
 * @param workers tasks that fit together, 1 to 1 024
 */
public record DistributedXgboost(XgboostParameters parameters, int workers)
    implements DistributedLearner {
  /** Most workers of one fit. */
  public static final int MOST_WORKERS = 1_024;

  private static final long serialVersionUID = 1L;

  public DistributedXgboost {
    if (workers < 1 || workers > MOST_WORKERS) {
      throw new IllegalArgumentException(
          "workers = " + workers + " must lie in 1 to " + MOST_WORKERS);
    }
  }

  @Override
  public String name() {
    return "xgboost";
  }

  @Override
  public String parametersJson() {
    String json = parameters.json();
    return json.substring(0, json.length() - 1) + ",\"workers\":" + workers + "}";
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the cluster has fewer slots than workers
   * @throws IllegalArgumentException if a row cannot be fitted, or a worker has none
   */
  @Override
  public XgboostModel fit(Dataset<Row> rows, TrainingColumns columns, Target target, long seed) {
    needSlots(rows.sparkSession().sparkContext());
    Dataset<Row> parts =
        rows.repartition(workers, col("event_time_nanos"), col("instrument"))
            .sortWithinPartitions("event_time_nanos", "instrument")
            .select(columns.asFloats().toArray(Column[]::new));
    RDD<Row> read = parts.javaRDD().rdd();
    if (read.getNumPartitions() != workers) { // Spark leaves out what it knows to be empty
      throw new IllegalArgumentException(
          "the window has no row for " + workers + " workers; a fit needs one for each at least");
    }
    WorkerTask task = new WorkerTask(parameters, target, columns.features(), seed);
    List<WorkerResult> results = WorkerFits.run(read, task);
    for (WorkerResult result : results) {
      if (!result.problem().isEmpty()) {
        throw new IllegalArgumentException(result.problem());
      }
    }
    byte[] model =
        results.stream()
            .map(WorkerResult::model)
            .filter(bytes -> bytes.length > 0)
            .findFirst()
            .orElseThrow();
    return XgboostModel.of(model, target, columns.features(), columns.featureSetHash());
  }

  @Override
  public XgboostModel load(byte[] nativeBytes, TrainingColumns columns, Target target) {
    return XgboostModel.of(nativeBytes, target, columns.features(), columns.featureSetHash());
  }

  /** Spark would wait for ten minutes, and then speak of barrier stages. */
  private void needSlots(SparkContext spark) {
    int slots =
        spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile());
    if (workers > slots) {
      throw new IllegalStateException(
          "a fit by "
              + workers
              + " workers needs as many slots at once, but the cluster has "
              + slots
              + " (cores of executors / spark.task.cpus); fit with at most "
              + slots
              + " workers or add executors");
    }
  }
}
