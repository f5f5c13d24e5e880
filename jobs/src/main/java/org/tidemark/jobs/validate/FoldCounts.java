package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.models.split.Split;

/**
 * Rows of one fold.
 *
 * @param trained rows the fold fits on
 * @param purged rows of the training window whose label reaches too far
 * @param tested rows the fold predicts
 */
record FoldCounts(long trained, long purged, long tested) {

  /** Counts all folds in one pass over the frame. */
  static List<FoldCounts> of(TrainingFrame frame, List<Split> splits) {
    List<Column> sums = new ArrayList<>();
    for (Split split : splits) {
      String train = split.trainPredicateSql("event_time_nanos", "span_end_nanos");
      String window =
          "event_time_nanos >= %d AND event_time_nanos < %d"
              .formatted(split.train().fromNanos(), split.train().toNanos());
      sums.add(functions.expr("count_if(" + train + ")"));
      sums.add(functions.expr("count_if(" + window + ")"));
      sums.add(functions.expr("count_if(" + split.testPredicateSql("event_time_nanos") + ")"));
    }
    Row row = frame.rows().select(sums.toArray(Column[]::new)).head();
    List<FoldCounts> counts = new ArrayList<>();
    for (int i = 0; i < splits.size(); i++) {
      long trained = row.getLong(3 * i);
      counts.add(new FoldCounts(trained, row.getLong(3 * i + 1) - trained, row.getLong(3 * i + 2)));
    }
    return counts;
  }
}
