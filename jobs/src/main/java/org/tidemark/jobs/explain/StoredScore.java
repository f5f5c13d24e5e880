package org.tidemark.jobs.explain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * One row of {@code live.scores} and the features of its bar as live queries stored them, or one of
 * {@code live.provisional_scores}, which has its own.
 *
 * @param bar what was scored
 * @param row the score
 * @param snapshots rows with query and features, one per query that closed the bar with the same
 *     feature set; of an open bar the row itself
 */
record StoredScore(WantedScore.Bar bar, Row row, List<Row> snapshots) {
  /**
   * Looks a score up.
   *
   * @throws IllegalArgumentException if there is none, several fit, or its features are not stored
   */
  static StoredScore of(TableStore store, WantedScore wanted) {
    return wanted.bar() instanceof WantedScore.ClosedBar closed
        ? closed(store, wanted, closed.offset())
        : open(store, wanted, ((WantedScore.OpenBar) wanted.bar()).tick());
  }

  /**
   * Signals of strategies that a query stored with the bar, computed again; an open bar has none.
   */
  List<SignalReplay> signals(TableStore store, String query, List<String> names, float[] features) {
    return bar instanceof WantedScore.ClosedBar
        ? SignalReplay.of(store, query, row, names, features)
        : List.of();
  }

  private static StoredScore closed(TableStore store, WantedScore wanted, long offset) {
    List<Row> found =
        store
            .read(Tables.SCORES)
            .where(
                col("instrument").equalTo(wanted.instrument()).and(col("offset").equalTo(offset)))
            .orderBy("query", "batch_id", "model", "model_version")
            .collectAsList();
    Row row = one(found, wanted, Tables.SCORES);
    List<Row> snapshots =
        store
            .read(Tables.LIVE_FEATURES)
            .where(
                col("instrument")
                    .equalTo(wanted.instrument())
                    .and(col("offset").equalTo(offset))
                    .and(col("feature_set_hash").equalTo(row.getAs("feature_set_hash")))
                    .and(
                        row.getAs("query") == null
                            ? lit(true)
                            : col("query").equalTo(row.getAs("query"))))
            .select("query", "features")
            .orderBy("query")
            .collectAsList();
    if (snapshots.isEmpty()) {
      throw new IllegalArgumentException(
          "live.features has no features of that bar and set; only queries that keep them can be"
              + " explained");
    }
    return new StoredScore(wanted.bar(), row, snapshots);
  }

  private static StoredScore open(TableStore store, WantedScore wanted, long tick) {
    List<Row> found =
        !store.exists(Tables.PROVISIONAL_SCORES)
            ? List.of()
            : store
                .read(Tables.PROVISIONAL_SCORES)
                .where(
                    col("instrument")
                        .equalTo(wanted.instrument())
                        .and(col("tick_offset").equalTo(tick)))
                .withColumn("arm", lit("champion")) // nobody else scores open bars
                .orderBy("query", "batch_id")
                .collectAsList();
    Row row = one(found, wanted, Tables.PROVISIONAL_SCORES);
    return new StoredScore(wanted.bar(), row, List.of(row));
  }

  private static Row one(List<Row> found, WantedScore wanted, Table table) {
    List<Row> rows =
        found.stream()
            .filter(
                row -> wanted.model().isEmpty() || wanted.model().get().equals(row.getAs("model")))
            .filter(
                row -> wanted.query().isEmpty() || wanted.query().get().equals(row.getAs("query")))
            .filter(
                row ->
                    wanted.version().isPresent()
                        ? wanted.version().get().equals(row.getAs("model_version"))
                        : !"shadow".equals(row.getAs("arm")))
            .toList();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          table.qualifiedName()
              + " has no row of "
              + wanted.text()
              + (found.isEmpty()
                  ? "; tidemark sql \"select * from " + table.qualifiedName() + "\" lists them"
                  : "; scored by " + versions(found)));
    }
    if (versions(rows).contains(",")) {
      throw new IllegalArgumentException(
          "it was scored by "
              + versions(rows)
              + "; say which by --model, --model-version and --query");
    }
    return rows.get(0);
  }

  private static String versions(List<Row> rows) {
    return String.join(
        ", ",
        rows.stream()
            .map(
                r ->
                    r.<String>getAs("model_version")
                        + " of "
                        + r.<String>getAs("model")
                        + (r.getAs("query") == null ? "" : " in " + r.<String>getAs("query")))
            .distinct()
            .toList());
  }
}
