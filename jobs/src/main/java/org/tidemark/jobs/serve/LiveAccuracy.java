package org.tidemark.jobs.serve;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * What became of a version's live scores, beside what its validation promised.
 *
 * @param promised out-of-sample accuracy of the run that registered it
 * @param live share of live scores whose most probable class came true, the lowest of equals; NaN
 *     without any
 * @param rows live scores whose label is known
 */
record LiveAccuracy(double promised, double live, long rows) {
  private static final String[] BAR = {"instrument", "event_time_nanos"};
  private static final String PREDICTED =
      "if(class_scores is null, if(score > 0.5, 1, 0),"
          + " cast(array_position(class_scores, array_max(class_scores)) as int) - 1)";

  /**
   * Of a registered version.
   *
   * @param labelSet name of the labels that it predicts
   * @param untilNanos labels known until then count
   * @return empty where validation measured no accuracy: an imported version, a real target
   */
  static Optional<LiveAccuracy> of(
      TableStore store, Row version, String labelSet, long untilNanos) {
    return promised(store, version)
        .map(
            promised -> {
              Row found = joined(store, version, labelSet, untilNanos).head();
              return new LiveAccuracy(
                  promised, found.isNullAt(1) ? Double.NaN : found.getDouble(1), found.getLong(0));
            });
  }

  private static Optional<Double> promised(TableStore store, Row version) {
    List<Row> found =
        store
            .read(Tables.MODEL_METRICS)
            .where(
                col("run_id")
                    .equalTo(version.getAs("run_id"))
                    .and(col("learner").equalTo(version.getAs("learner"))))
            .where(
                "metric = 'accuracy' AND fold = -1 AND window = 'test' AND instrument = 'ALL' AND"
                    + " regime = 'ALL' AND value > 0")
            .select("value")
            .collectAsList();
    return found.stream().map(row -> row.getDouble(0)).findFirst();
  }

  private static Dataset<Row> joined(
      TableStore store, Row version, String labelSet, long untilNanos) {
    Dataset<Row> scores =
        store
            .read(Tables.SCORES)
            .where(
                col("model")
                    .equalTo(version.getAs("model"))
                    .and(col("model_version").equalTo(Registered.version(version))))
            .where("not isnan(score)")
            .groupBy("instrument", "event_time_nanos")
            // Two queries may have scored the same bar with the same version.
            .agg(min(struct("score", "class_scores")).as("scored"))
            .select("instrument", "event_time_nanos", "scored.*");
    Dataset<Row> labels =
        store
            .read(Tables.LABELS)
            .where(col("label_set").equalTo(labelSet).and(col("span_end_nanos").leq(untilNanos)))
            .select("instrument", "event_time_nanos", "label");
    return scores
        .join(labels, BAR)
        .selectExpr(
            "count(*)",
            "cast(count_if(%s = cast(label as int)) as double) / nullif(count(*), 0)"
                .formatted(PREDICTED));
  }
}
