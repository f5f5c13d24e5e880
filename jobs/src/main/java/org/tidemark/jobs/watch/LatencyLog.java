package org.tidemark.jobs.watch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Collects the times of stages over some micro-batches and writes their percentiles, nearest rank,
 * into {@code live.latency}: a row a stage under the last of the batches. One commit for many
 * batches, since a commit costs what a batch does.
 */
final class LatencyLog {
  /** Batches whose times make one row. */
  static final int BATCHES = 60;

  private final TableStore store;
  private final String query;
  private final Map<String, List<Long>> millis = new TreeMap<>();
  private int batches;
  private long last = -1;

  LatencyLog(TableStore store, String query) {
    this.store = store;
    this.query = query;
  }

  /** Takes the times of one batch; writes when there are enough. */
  synchronized void take(long batch, Map<String, Long> stages) {
    stages.forEach(
        (stage, value) -> millis.computeIfAbsent(stage, k -> new ArrayList<>()).add(value));
    last = batch;
    if (++batches >= BATCHES) {
      write();
    }
  }

  /** Writes what has been taken since. */
  synchronized void write() {
    if (batches == 0) {
      return;
    }
    List<Row> rows = new ArrayList<>();
    millis.forEach(
        (stage, values) ->
            rows.add(
                RowFactory.create(
                    query,
                    last,
                    stage,
                    1_000 * percentile(values, 50),
                    1_000 * percentile(values, 99),
                    (long) values.size())));
    store.upsert(Tables.LATENCY, store.rows(Tables.LATENCY, rows), "query", "batch_id", "stage");
    millis.clear();
    batches = 0;
  }

  static long percentile(List<Long> values, int percent) {
    List<Long> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((int) Math.ceil(percent / 100.0 * sorted.size()) - 1);
  }
}
