package org.tidemark.models.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.tidemark.models.split.Nested;
import org.tidemark.models.split.Split;

/**
 * Which rows of a frame a fold learns from and tests.
 *
 * @param fold number of the fold, of the outer one in nested validation
 * @param inner number of the fold inside it; -1 where there is none
 * @param trains which rows are learned from, as a SQL predicate
 * @param tests which rows are scored, as a SQL predicate
 */
record FoldRows(int fold, int inner, String trains, String tests) implements Serializable {
  private static final int NONE = -1;

  static List<FoldRows> of(List<Split> splits, String time, String spanEnd) {
    List<FoldRows> folds = new ArrayList<>();
    for (Split split : splits) {
      folds.add(
          new FoldRows(
              split.fold(),
              NONE,
              split.trainPredicateSql(time, spanEnd),
              labelled(split.testPredicateSql(time), spanEnd)));
    }
    return folds;
  }

  static List<FoldRows> inside(Nested.Nest nest, String time, String spanEnd) {
    List<FoldRows> folds = new ArrayList<>();
    for (Split split : nest.inner()) {
      folds.add(
          new FoldRows(
              nest.outer().fold(),
              split.fold(),
              nest.trainPredicateSql(split, time, spanEnd),
              labelled(nest.testPredicateSql(split, time, spanEnd), spanEnd)));
    }
    return folds;
  }

  /** A row without a label is not tested either, whatever its time. */
  private static String labelled(String predicate, String spanEnd) {
    return predicate + " AND " + spanEnd + " IS NOT NULL";
  }

  Dataset<Row> train(Dataset<Row> rows) {
    return rows.where(trains);
  }

  Dataset<Row> test(Dataset<Row> rows) {
    return rows.where(tests);
  }

  /**
   * Counts all folds in one pass.
   *
   * @throws IllegalArgumentException if one of them has nothing to learn from or to test
   */
  static void requireRows(Dataset<Row> rows, List<FoldRows> folds) {
    List<Column> counts = new ArrayList<>();
    for (FoldRows fold : folds) {
      counts.add(functions.expr("count_if(" + fold.trains + ")"));
      counts.add(functions.expr("count_if(" + fold.tests + ")"));
    }
    Row row = rows.select(counts.toArray(Column[]::new)).head();
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
