package org.tidemark.jobs.explain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * One row of {@code live.scores} and the features of its bar as live queries stored them.
 *
 * @param row the score
 * @param snapshots query and features, one per query that closed the bar with the same feature set
 */
record StoredScore(Row row, List<Row> snapshots) {
  /**
   * Looks a score up.
   *
   * @param instrument instrument id
   * @param offset offset of the last event of the bar
   * @param model name of the model; any where empty
   * @param version model version; the one that served the bar where empty
   * @param query query that scored it; any where empty
   * @throws IllegalArgumentException if there is none, several fit, or its features are not stored
   */
  static StoredScore of(
      TableStore store,
      String instrument,
      long offset,
      Optional<String> model,
      Optional<String> version,
      Optional<String> query) {
    List<Row> found =
        store
            .read(Tables.SCORES)
            .where(col("instrument").equalTo(instrument).and(col("offset").equalTo(offset)))
            .orderBy("query", "batch_id", "model", "model_version")
            .collectAsList();
    List<Row> rows =
        found.stream()
            .filter(row -> model.isEmpty() || model.get().equals(row.getAs("model")))
            .filter(row -> query.isEmpty() || query.get().equals(row.getAs("query")))
            .filter(
                row ->
                    version.isPresent()
                        ? version.get().equals(row.getAs("model_version"))
                        : !"shadow".equals(row.getAs("arm")))
            .toList();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "live.scores has no row of instrument '"
              + instrument
              + "' at offset "
              + offset
              + model.map(m -> " of model '" + m + "'").orElse("")
              + version.map(v -> " by version '" + v + "'").orElse("")
              + query.map(q -> " of query '" + q + "'").orElse("")
              + (found.isEmpty()
                  ? "; tidemark sql \"select instrument, offset from live.scores\" lists them"
                  : "; scored by " + versions(found)));
    }
    if (versions(rows).contains(",")) {
      throw new IllegalArgumentException(
          "the bar was served by "
              + versions(rows)
              + "; say which by --model, --model-version and --query");
    }
    Row row = rows.get(0);
    List<Row> snapshots =
        store
            .read(Tables.LIVE_FEATURES)
            .where(
                col("instrument")
                    .equalTo(instrument)
                    .and(col("offset").equalTo(offset))
                    .and(col("feature_set_hash").equalTo(row.getAs("feature_set_hash")))
                    .and(
                        row.getAs("query") == null
                            ? lit(true)
                            : col("query").equalTo(row.getAs("query"))))
            .select("query", "features", "feature_set")
            .orderBy("query")
            .collectAsList();
    if (snapshots.isEmpty()) {
      throw new IllegalArgumentException(
          "live.features has no features of that bar and set; only queries that keep them can be"
              + " explained");
    }
    return new StoredScore(row, snapshots);
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
