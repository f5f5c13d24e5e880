package org.tidemark.jobs.fold;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.tidemark.models.split.Split;

/**
 * Rows of one fold.
 *
 * @param trained rows the fold fits on
 * @param purged rows it would fit on but for a label that reaches over the edge of a test
 * @param tested rows the fold predicts
 * @param weightless rows it would fit on but for a sample weight of 0
 */
public record FoldCounts(long trained, long purged, long tested, long weightless) {
  private static final int FOLDS_PER_PASS = 64;
  private static final String TIME = "event_time_nanos";
  private static final String SPAN_END = "span_end_nanos";

  /** Counts where every row has weight. */
  public FoldCounts(long trained, long purged, long tested) {
    this(trained, purged, tested, 0);
  }

  /** The same when some of the rows to fit on turn out to have no weight. */
  public FoldCounts withWeightless(long rows) {
    return new FoldCounts(trained - rows, purged, tested, weightless + rows);
  }

  /**
   * Counts the rows of folds, as many in one pass as a query takes well.
   *
   * @param rows have event_time_nanos and span_end_nanos
   */
  public static List<FoldCounts> of(Dataset<Row> rows, List<Split> splits) {
    List<FoldCounts> counts = new ArrayList<>();
    for (int from = 0; from < splits.size(); from += FOLDS_PER_PASS) {
      counts.addAll(
          inOnePass(rows, splits.subList(from, Math.min(from + FOLDS_PER_PASS, splits.size()))));
    }
    return counts;
  }

  private static List<FoldCounts> inOnePass(Dataset<Row> rows, List<Split> splits) {
    List<Column> sums = new ArrayList<>();
    for (Split split : splits) {
      for (String predicate :
          List.of(
              split.trainPredicateSql(TIME, SPAN_END),
              split.purgePredicateSql(TIME, SPAN_END),
              split.testPredicateSql(TIME))) {
        sums.add(functions.expr("count_if(" + predicate + ")"));
      }
    }
    Row row = rows.select(sums.toArray(Column[]::new)).head();
    List<FoldCounts> counts = new ArrayList<>();
    for (int i = 0; i < splits.size(); i++) {
      counts.add(
          new FoldCounts(row.getLong(3 * i), row.getLong(3 * i + 1), row.getLong(3 * i + 2)));
    }
    return counts;
  }

  /**
   * Refuses a fold without rows on either side, before anything is fitted.
   *
   * @throws IllegalStateException if there is one; it names the fold and what it lacks
   */
  public static void requireRows(List<Split> splits, List<FoldCounts> counts) {
    problem(splits, counts)
        .ifPresent(
            why -> {
              throw new IllegalStateException(why);
            });
  }

  /** The first fold that lacks rows, and what to do. */
  public static Optional<String> problem(List<Split> splits, List<FoldCounts> counts) {
    for (Split split : splits) {
      FoldCounts count = counts.get(split.fold());
      if (count.trained() == 0) {
        return Optional.of(
            "fold "
                + split.fold()
                + " has no row to train on in "
                + split.trainHull().describe()
                + ": "
                + count.purged()
                + " rows are purged for their labels, and none stand outside the embargo of "
                + Duration.ofNanos(split.embargoNanos())
                + "; ask for a shorter embargo, a longer training window or fewer folds");
      }
      if (count.tested() == 0) {
        return Optional.of(
            "fold "
                + split.fold()
                + " has no row to test in "
                + split.testHull().describe()
                + "; ask for fewer folds or cut them by=events or by=session");
      }
    }
    return Optional.empty();
  }
}
