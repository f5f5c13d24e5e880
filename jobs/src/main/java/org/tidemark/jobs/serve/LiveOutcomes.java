package org.tidemark.jobs.serve;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * The bars that a version has scored live and whose label is known: one row each, with {@code
 * instrument}, {@code event_time_nanos}, {@code span_end_nanos}, {@code label}, {@code
 * forward_return}, {@code score}, {@code class_scores} and {@code right}.
 *
 * <p>A label counts only when its span is over. Where several queries have scored a bar with the
 * version, it is still one row: {@code score} is their mean, {@code class_scores} are those of one
 * of them (null of two classes and of estimates), {@code right} the share of them whose most
 * probable class came true, the lowest of equals.
 */
public final class LiveOutcomes {
  private static final String[] BAR = {"instrument", "event_time_nanos"};
  private static final String PREDICTED =
      "if(class_scores is null, if(score > 0.5, 1, 0),"
          + " cast(array_position(class_scores, array_max(class_scores)) as int) - 1)";

  private LiveOutcomes() {}

  /**
   * Of what a version's file has scored.
   *
   * @param labelSet name of the labels that it predicts
   * @param afterNanos label spans that were over by then do not count; {@link Long#MIN_VALUE} for
   *     all
   * @param untilNanos label spans that are over then count
   */
  public static Dataset<Row> of(
      TableStore store, Scorer scorer, String labelSet, long afterNanos, long untilNanos) {
    Dataset<Row> labels =
        store
            .read(Tables.LABELS)
            .where(
                col("label_set")
                    .equalTo(labelSet)
                    .and(col("span_end_nanos").gt(afterNanos))
                    .and(col("span_end_nanos").leq(untilNanos)))
            .select("instrument", "event_time_nanos", "span_end_nanos", "label", "forward_return");
    return store
        .read(Tables.SCORES)
        .where(scorer.mine())
        .where("not isnan(score)")
        .select("instrument", "event_time_nanos", "score", "class_scores")
        .join(labels, BAR)
        .groupBy("instrument", "event_time_nanos", "span_end_nanos", "label", "forward_return")
        .agg(
            // Summed from the smallest: the order of rows must not show in the last bit.
            expr("aggregate(array_sort(collect_list(cast(score as double))), 0D, (a, x) -> a + x)"
                    + " / count(*)")
                .as("score"),
            expr("min(class_scores)").as("class_scores"),
            expr("count_if(" + PREDICTED + " = cast(label as int)) / count(*)").as("right"));
  }
}
