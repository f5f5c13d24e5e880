package org.tidemark.jobs.fold;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.split.BacktestPaths;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.TestWindow;
import org.tidemark.models.split.TrainWindow;
import org.tidemark.models.split.Window;

/**
 * The folds of a run in {@code models.folds}, and read back as they were.
 *
 * @param splits in order of their numbers
 * @param counts one per fold
 */
public record StoredFolds(List<Split> splits, List<FoldCounts> counts) {
  /** One training window as JSON. */
  record Train(long fromNanos, long toNanos, long spanLimitNanos) {}

  /** One test window as JSON. */
  record Test(long fromNanos, long toNanos, long spanEndNanos) {}

  public StoredFolds {
    splits = List.copyOf(splits);
    counts = List.copyOf(counts);
    if (splits.size() != counts.size()) {
      throw new IllegalArgumentException(
          splits.size() + " folds came with " + counts.size() + " counts; give one of each");
    }
  }

  /** Puts them in the place of those that the run wrote before. */
  public void write(TableStore store, NightlyArgs args) {
    store.replace(
        Tables.FOLDS,
        store.rows(
            Tables.FOLDS,
            IntStream.range(0, splits.size())
                .mapToObj(i -> row(args, splits.get(i), counts.get(i)))
                .toList()),
        args.mine());
  }

  private static Row row(NightlyArgs args, Split split, FoldCounts count) {
    return RowFactory.create(
        args.runId(),
        split.fold(),
        args.config().text("split"),
        split.trainHull().fromNanos(),
        split.trainHull().toNanos(),
        split.testHull().fromNanos(),
        split.testHull().toNanos(),
        split.embargoNanos(),
        count.trained(),
        count.purged(),
        count.tested(),
        Json.line(
            split.training().stream()
                .map(
                    w ->
                        new Train(w.window().fromNanos(), w.window().toNanos(), w.spanLimitNanos()))
                .toList()),
        Json.line(
            split.testing().stream()
                .map(
                    w -> new Test(w.window().fromNanos(), w.window().toNanos(), w.shadowEndNanos()))
                .toList()),
        count.weightless());
  }

  /**
   * The folds of a run.
   *
   * @param rows the run's rows of the table; those written before it knew several windows have one
   *     of each
   */
  public static StoredFolds read(Dataset<Row> rows) {
    List<Row> found = rows.orderBy("fold").collectAsList();
    return new StoredFolds(
        found.stream().map(StoredFolds::split).toList(),
        found.stream()
            .map(
                r ->
                    new FoldCounts(
                        r.<Long>getAs("rows_trained"),
                        r.<Long>getAs("rows_purged"),
                        r.<Long>getAs("rows_tested"),
                        r.isNullAt(r.fieldIndex("rows_weightless"))
                            ? 0
                            : r.<Long>getAs("rows_weightless")))
            .toList());
  }

  private static Split split(Row r) {
    int fold = r.<Integer>getAs("fold");
    long embargo = r.<Long>getAs("embargo_nanos");
    if (r.isNullAt(r.fieldIndex("train_windows"))) {
      return new Split(
          fold,
          new Window(r.<Long>getAs("train_from_nanos"), r.<Long>getAs("train_to_nanos")),
          new Window(r.<Long>getAs("test_from_nanos"), r.<Long>getAs("test_to_nanos")),
          embargo);
    }
    return new Split(
        fold,
        Arrays.stream(read(r, "train_windows", Train[].class))
            .map(w -> new TrainWindow(new Window(w.fromNanos(), w.toNanos()), w.spanLimitNanos()))
            .toList(),
        Arrays.stream(read(r, "test_windows", Test[].class))
            .map(w -> new TestWindow(new Window(w.fromNanos(), w.toNanos()), w.spanEndNanos()))
            .toList(),
        embargo);
  }

  private static <T> T read(Row r, String column, Class<T> type) {
    return Json.read(r.<String>getAs(column).getBytes(StandardCharsets.UTF_8), type);
  }

  /** The paths that they make. */
  public BacktestPaths paths() {
    return BacktestPaths.of(splits);
  }
}
