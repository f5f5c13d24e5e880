package org.tidemark.jobs.validate;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Collections;
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
import org.tidemark.models.split.BacktestPaths;

/**
 * A run's out-of-fold predictions of one learner read back, so that what is measured is what is
 * stored; in time order.
 *
 * @param folds by number of the fold
 * @param paths each with every row once: one where every row is tested in one fold, several where
 *     folds are combinations
 */
public record StoredPredictions(Map<Integer, Predictions> folds, List<Predictions> paths) {
  public StoredPredictions {
    folds = Collections.unmodifiableMap(new TreeMap<>(folds));
    paths = List.copyOf(paths);
  }

  /** The predictions of one learner. */
  public static StoredPredictions read(
      TableStore store, NightlyArgs args, String learner, Target target, BacktestPaths paths) {
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
            .orderBy("event_time_nanos", "instrument", "fold")
            .collectAsList();
    Map<String, Integer> instruments = new HashMap<>();
    rows.stream()
        .map(r -> r.getString(3))
        .distinct()
        .sorted()
        .forEach(name -> instruments.put(name, instruments.size()));
    Map<Integer, List<Row>> byFold = new TreeMap<>();
    Map<Integer, List<Row>> byPath = new TreeMap<>();
    for (Row row : rows) {
      int fold = row.getInt(0);
      byFold.computeIfAbsent(fold, k -> new ArrayList<>()).add(row);
      byPath.computeIfAbsent(paths.pathOf(fold, row.getLong(1)), k -> new ArrayList<>()).add(row);
    }
    Map<Integer, Predictions> folds = new TreeMap<>();
    byFold.forEach((fold, part) -> folds.put(fold, predictions(part, instruments, target)));
    return new StoredPredictions(
        folds, byPath.values().stream().map(p -> predictions(p, instruments, target)).toList());
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
