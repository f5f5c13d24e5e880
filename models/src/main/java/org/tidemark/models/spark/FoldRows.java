package org.tidemark.models.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.tidemark.models.split.Nested;
import org.tidemark.models.split.Split;

/**
 * The rows of one fold.
 *
 * @param fold number of the fold, of the outer one in nested validation
 * @param inner number of the fold inside it; -1 where there is none
 * @param trains which rows are learned from, as a SQL predicate
 * @param tests which rows are scored, as a SQL predicate
 */
record FoldRows(int fold, int inner, Dataset<Row> all, String trains, String tests) {
  private static final int NONE = -1;

  static List<FoldRows> of(Dataset<Row> all, List<Split> splits, String time, String spanEnd) {
    List<FoldRows> folds = new ArrayList<>();
    for (Split split : splits) {
      folds.add(
          new FoldRows(
              split.fold(),
              NONE,
              all,
              split.trainPredicateSql(time, spanEnd),
              split.testPredicateSql(time)));
    }
    return folds;
  }

  static List<FoldRows> inside(Dataset<Row> all, Nested.Nest nest, String time, String spanEnd) {
    List<FoldRows> folds = new ArrayList<>();
    for (Split split : nest.inner()) {
      folds.add(
          new FoldRows(
              nest.outer().fold(),
              split.fold(),
              all,
              nest.trainPredicateSql(split, time, spanEnd),
              nest.testPredicateSql(split, time, spanEnd)));
    }
    return folds;
  }

  Dataset<Row> train() {
    return all.where(trains);
  }

  Dataset<Row> test() {
    return all.where(tests);
  }

  /**
   * Counts all folds in one pass.
   *
   * @throws IllegalArgumentException if one of them has nothing to learn from or to test
   */
  static void requireRows(List<FoldRows> folds) {
    List<Column> counts = new ArrayList<>();
    for (FoldRows fold : folds) {
      counts.add(functions.expr("count_if(" + fold.trains + ")"));
      counts.add(functions.expr("count_if(" + fold.tests + ")"));
    }
    Row row = folds.get(0).all.select(counts.toArray(Column[]::new)).head();
    for (int i = 0; i < folds.size(); i++) {
      FoldRows fold = folds.get(i);
      long trained = row.getLong(2 * i);
      long tested = row.getLong(2 * i + 1);
      if (trained == 0 || tested == 0) {
        throw new IllegalArgumentException(
            "fold %d%s trains on %d rows and tests %d; ask for fewer folds, a longer training window or a shorter embargo"
                .formatted(
                    fold.fold,
                    fold.inner == NONE ? "" : ", inside it fold " + fold.inner,
                    trained,
                    tested));
      }
    }
  }
}
