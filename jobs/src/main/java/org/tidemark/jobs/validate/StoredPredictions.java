package org.tidemark.jobs.validate;

import static org.apache.spark.sql.functions.col;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.split.BacktestPaths;

/**
 * A run's out-of-fold predictions of one learner read back, so that what is measured is what is
 * stored; in time order. Where rows are scored in several folds, one path or fold is in memory at a
 * time; where there is one path, it is read once.
 */
public final class StoredPredictions {
  private static final Column[] COLUMNS =
      Stream.of(
              "fold",
              "event_time_nanos",
              "span_end_nanos",
              "instrument",
              "label",
              "score",
              "class_scores",
              "forward_return")
          .map(functions::col)
          .toArray(Column[]::new);

  private final Dataset<Row> stored;
  private final Target target;
  private final BacktestPaths paths;
  private List<Row> onlyPath = List.of();
  private List<String> instruments = List.of();

  private StoredPredictions(Dataset<Row> stored, Target target, BacktestPaths paths) {
    this.stored = stored;
    this.target = target;
    this.paths = paths;
  }

  /**
   * The predictions of one learner.
   *
   * @param paths of the folds that made them
   */
  public static StoredPredictions of(
      TableStore store, NightlyArgs args, String learner, Target target, BacktestPaths paths) {
    return new StoredPredictions(
        store
            .read(Tables.OOF_PREDICTIONS)
            .where(args.mine())
            .where(col("learner").equalTo(learner))
            .select(COLUMNS),
        target,
        paths);
  }

  /**
   * Scored rows that are not stored, in time order; empty where there are none.
   *
   * @param scored in the shape of the table
   */
  public static Optional<Predictions> read(Dataset<Row> scored, Target target) {
    List<Row> rows = collect(scored.select(COLUMNS));
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(predictions(target, rows, instruments(rows)));
  }

  /** Number of paths. */
  public int paths() {
    return paths.count();
  }

  /** All rows once, each scored by the fold that the path takes there. */
  public Predictions path(int path) {
    List<Row> rows =
        paths.count() == 1
            ? onlyPath()
            : collect(stored.where(paths.predicateSql(path, "fold", "event_time_nanos")));
    Map<String, Integer> numbers = instruments(rows);
    instruments = List.copyOf(numbers.keySet());
    return predictions(target, rows, numbers);
  }

  /** Names of the instruments of the path read last, by their number in its predictions. */
  public List<String> instruments() {
    return instruments;
  }

  /** The test rows of one fold. */
  public Predictions fold(int fold) {
    if (paths.count() == 1) {
      return predictions(
          target,
          onlyPath().stream().filter(r -> r.getInt(0) == fold).toList(),
          instruments(onlyPath()));
    }
    List<Row> rows = collect(stored.where(col("fold").equalTo(fold)));
    return predictions(target, rows, instruments(rows));
  }

  private List<Row> onlyPath() {
    if (onlyPath.isEmpty()) {
      onlyPath = collect(stored);
    }
    return onlyPath;
  }

  private static List<Row> collect(Dataset<Row> rows) {
    return rows.orderBy("event_time_nanos", "instrument").collectAsList();
  }

  private static Map<String, Integer> instruments(List<Row> rows) {
    Map<String, Integer> instruments = new LinkedHashMap<>();
    rows.stream()
        .map(r -> r.getString(3))
        .distinct()
        .sorted()
        .forEach(name -> instruments.put(name, instruments.size()));
    return instruments;
  }

  private static Predictions predictions(
      Target target, List<Row> rows, Map<String, Integer> instruments) {
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
