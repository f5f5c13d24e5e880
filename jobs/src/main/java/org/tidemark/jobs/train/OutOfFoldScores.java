package org.tidemark.jobs.train;

import static org.apache.spark.sql.functions.col;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Predictions;

/**
 * The stored out-of-fold scores of one model of a run, in order of time, instrument and fold, a row
 * that several folds scored as often as it was.
 *
 * @param rows as {@code models.oof_predictions} has them
 * @param predictions the same, row by row
 */
public record OutOfFoldScores(List<Row> rows, Predictions predictions) {
  static final Column[] ORDER = {col("event_time_nanos"), col("instrument"), col("fold")};

  /** The stored rows of one model of a run, in no order. */
  static Dataset<Row> table(TableStore store, NightlyArgs args, String model, long version) {
    return store
        .read(Tables.OOF_PREDICTIONS, version)
        .where(args.mine())
        .where(col("learner").equalTo(model));
  }

  /**
   * Reads them.
   *
   * @param model its name in the run
   * @param version of the table of out-of-fold scores
   * @throws IllegalArgumentException if there are none
   */
  public static OutOfFoldScores of(
      TableStore store, NightlyArgs args, String model, Target target, long version) {
    List<Row> rows =
        table(store, args, model, version)
            .orderBy(ORDER)
            .select(
                "fold",
                "event_time_nanos",
                "span_end_nanos",
                "instrument",
                "label",
                "score",
                "class_scores",
                "forward_return",
                "event_time")
            .collectAsList();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "no out-of-fold scores of learner "
              + model
              + " are stored for run "
              + args.runId()
              + "; run the task 'validate' with these learners first");
    }
    return new OutOfFoldScores(rows, predictions(target, rows));
  }

  private static Predictions predictions(Target target, List<Row> rows) {
    int n = rows.size();
    int width = target.width();
    long[] times = new long[n];
    long[] ends = new long[n];
    int[] instrument = new int[n];
    int[] fold = new int[n];
    double[] labels = new double[n];
    double[] scores = new double[n * width];
    double[] returns = new double[n];
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < n; i++) {
      Row row = rows.get(i);
      fold[i] = row.getInt(0);
      times[i] = row.getLong(1);
      ends[i] = row.getLong(2);
      numbers.putIfAbsent(row.getString(3), numbers.size());
      instrument[i] = numbers.get(row.getString(3));
      labels[i] = row.getFloat(4);
      List<Float> all = width == 1 ? List.of(row.getFloat(5)) : row.getList(6);
      for (int k = 0; k < width; k++) {
        scores[i * width + k] = all.get(k);
      }
      returns[i] = row.getDouble(7);
    }
    return new Predictions(target, times, ends, instrument, fold, labels, scores, returns);
  }
}
