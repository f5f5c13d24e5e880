package org.tidemark.jobs.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Triggers of a new fit (X10): rows of {@code models.retrain_triggers}, each taken by one run,
 * whose manifests say so. A run that is repeated has the triggers that it took before; those of a
 * night that never came to {@code register} are free for a later one.
 */
public final class Retraining {
  private static final String[] KEY = {"run_id", "rule", "subject"};

  private Retraining() {}

  /** The causes that no run has taken, a sentence each. */
  public static List<String> waiting(TableStore store, String model) {
    return causes(unclaimed(store, model));
  }

  /** The same, and those of earlier nights than this run's that took them and broke off. */
  public static List<String> waiting(TableStore store, String model, String runId) {
    return causes(unclaimed(store, model).unionByName(abandoned(store, model, runId)));
  }

  /**
   * Takes what waits for a run. Of two runs at a time one takes a trigger: the table grows by one
   * claim for it, or the later commit fails.
   *
   * @return causes of all triggers that the run has taken, now or before
   */
  public static List<String> take(TableStore store, String model, String runId) {
    if (!store.exists(Tables.RETRAIN_TRIGGERS)) {
      return List.of();
    }
    Dataset<Row> free = unclaimed(store, model);
    if (!free.isEmpty()) {
      store.insertNew(Tables.RETRAIN_CLAIMS, free.withColumn("taken_by", lit(runId)), KEY);
    }
    Dataset<Row> left = abandoned(store, model, runId);
    if (!left.isEmpty()) {
      store.upsert(
          Tables.RETRAIN_CLAIMS,
          left.select("run_id", "rule", "subject")
              .withColumn("taken_by", lit(runId))
              .localCheckpoint(),
          KEY);
    }
    return taken(store, model, runId);
  }

  /** Causes of the triggers that a run has taken. */
  public static List<String> taken(TableStore store, String model, String runId) {
    return causes(
        triggers(store, model)
            .join(
                store
                    .read(Tables.RETRAIN_CLAIMS)
                    .where(col("taken_by").equalTo(runId))
                    .select("run_id", "rule", "subject"),
                KEY,
                "left_semi"));
  }

  private static Dataset<Row> triggers(TableStore store, String model) {
    return store.read(Tables.RETRAIN_TRIGGERS).where(col("model").equalTo(model));
  }

  private static Dataset<Row> unclaimed(TableStore store, String model) {
    return triggers(store, model)
        .join(
            store.read(Tables.RETRAIN_CLAIMS).select("run_id", "rule", "subject"),
            KEY,
            "left_anti");
  }

  /** Names of a model's runs hold their dates, so an earlier night has the lesser name. */
  private static Dataset<Row> abandoned(TableStore store, String model, String runId) {
    Dataset<Row> registered =
        store
            .read(Tables.RUNS)
            .where("task = 'register' and status = 'done'")
            .selectExpr("run_id as taken_by");
    Dataset<Row> claims =
        store
            .read(Tables.RETRAIN_CLAIMS)
            .where(col("taken_by").lt(runId))
            .join(registered, new String[] {"taken_by"}, "left_anti")
            .select("run_id", "rule", "subject");
    return triggers(store, model).join(claims, KEY, "left_semi");
  }

  private static List<String> causes(Dataset<Row> rows) {
    return rows
        .orderBy("raised_at", "rule", "subject")
        .selectExpr("concat(rule, ' of ', subject, ': ', cause)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
