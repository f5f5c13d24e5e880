package org.tidemark.streaming.score;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** Tells people of a query's problems: one row per problem, however many batches meet it. */
final class ScorerAlerts {
  private static final Logger LOG = LoggerFactory.getLogger(ScorerAlerts.class);

  private final TableStore store;
  private final String query;
  private final Set<String> told = new HashSet<>();
  private final List<Row> waiting = new ArrayList<>();

  ScorerAlerts(TableStore store, String query) {
    this.store = store;
    this.query = query;
  }

  /**
   * Tells once that what is served is not what should be.
   *
   * @param rule stable name of the kind of problem
   * @param subject version or model that it is about
   * @param message one sentence: what is wrong, and what happens now
   */
  void critical(String rule, String subject, String message) {
    tell("critical", rule, subject, message);
  }

  /** Tells once of a problem that changes nothing for whom the champion serves. */
  void warning(String rule, String subject, String message) {
    tell("warning", rule, subject, message);
  }

  /** Writes what could not be written before. */
  void tellAgain() {
    List.copyOf(waiting).forEach(this::write);
  }

  private void tell(String severity, String rule, String subject, String message) {
    if (told.add(rule + "|" + subject)) {
      LOG.error("query {}: {}: {}", query, rule, message);
      Row row = RowFactory.create("live-" + query, rule, subject, severity, 1.0, 0.0, message);
      waiting.add(row);
      write(row);
    }
  }

  /**
   * Ticks are scored though nobody can be told: what cannot be written waits for a later batch.
   * Spark throws checked exceptions that it does not declare.
   */
  private void write(Row row) {
    try {
      store.upsert(
          Tables.ALERTS, store.rows(Tables.ALERTS, List.of(row)), "run_id", "rule", "subject");
      waiting.remove(row);
    } catch (Exception e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e; // the query is being stopped
      }
      LOG.error("query {}: an alert could not be written, it is tried again", query, e);
    }
  }
}
