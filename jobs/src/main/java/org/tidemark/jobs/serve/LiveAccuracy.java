package org.tidemark.jobs.serve;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * What became of a version's live scores, beside what its validation promised.
 *
 * @param promised out-of-sample accuracy of the run that registered it
 * @param live share of live scores whose most probable class came true, the lowest of equals; NaN
 *     without any
 * @param rows bars scored live whose label is known; one that several queries scored counts once
 */
public record LiveAccuracy(double promised, double live, long rows) {
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
              Row found =
                  LiveOutcomes.of(store, Scorer.of(version), labelSet, Long.MIN_VALUE, untilNanos)
                      .selectExpr("count(*)", "avg(right)")
                      .head();
              return new LiveAccuracy(
                  promised, found.isNullAt(1) ? Double.NaN : found.getDouble(1), found.getLong(0));
            });
  }

  /** Accuracy out of fold of the run that registered a version, over all its rows. */
  public static Optional<Double> promised(TableStore store, Row version) {
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
}
