package org.tidemark.jobs.validate;

import static org.apache.spark.sql.functions.col;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Predictions;

/** Reads a run's out-of-fold predictions back, so that what is measured is what is stored. */
public final class StoredPredictions {
  private StoredPredictions() {}

  /** Predictions of one learner, by fold and under -1 for all folds together, in time order. */
  public static Map<Integer, Predictions> read(
      TableStore store, NightlyArgs args, String learner, Target target) {
    List<Row> rows =
        store
            .read(Tables.OOF_PREDICTIONS)
            .where(args.mine())
            .where(col("learner").equalTo(learner))
            .select(
                "fold",
                "event_time_nanos",
                "span_end_nanos",
                "instrument",
                "label",
                "score",
                "class_scores",
                "forward_return")
            .orderBy("event_time_nanos", "instrument")
            .collectAsList();
    Map<String, Integer> instruments = new HashMap<>();
    rows.stream()
        .map(r -> r.getString(3))
        .distinct()
        .sorted()
        .forEach(name -> instruments.put(name, instruments.size()));
    Map<Integer, Predictions> byFold = new TreeMap<>();
    byFold.put(-1, predictions(rows, instruments, target));
    Map<Integer, java.util.ArrayList<Row>> parts = new TreeMap<>();
    rows.forEach(r -> parts.computeIfAbsent(r.getInt(0), k -> new java.util.ArrayList<>()).add(r));
    parts.forEach((fold, part) -> byFold.put(fold, predictions(part, instruments, target)));
    return byFold;
  }

  private static Predictions predictions(
      List<Row> rows, Map<String, Integer> instruments, Target target) {
    int n = rows.size();
    int width = target.width();
    long[] times = new long[n];
    long[] ends = new long[n];
    int[] instrument = new int[n];
    int[] fold = new int[n];
    double[] labels = new double[n];
    double[] scores = new double[n * width];
    double[] returns = new double[n];
    for (int i = 0; i < n; i++) {
      Row row = rows.get(i);
      fold[i] = row.getInt(0);
      times[i] = row.getLong(1);
      ends[i] = row.getLong(2);
      instrument[i] = instruments.get(row.getString(3));
      labels[i] = row.getFloat(4);
      if (width == 1) {
        scores[i] = row.getFloat(5);
      } else {
        List<Float> all = row.getList(6);
        for (int k = 0; k < width; k++) {
          scores[i * width + k] = all.get(k);
        }
      }
      returns[i] = row.getDouble(7);
    }
    return new Predictions(target, times, ends, instrument, fold, labels, scores, returns);
  }
}
