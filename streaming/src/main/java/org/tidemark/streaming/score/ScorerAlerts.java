package org.tidemark.streaming.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Tells people of a query's problems: one row when a problem begins, however many batches meet it,
 * and one when a batch no longer does. The same problem later is another alert. What stands is read
 * back by the next process of the query.
 */
public final class ScorerAlerts {
  private static final Logger LOG = LoggerFactory.getLogger(ScorerAlerts.class);
  private static final String[] KEY = {"run_id", "rule", "subject"};

  private final TableStore store;
  private final String origin;

  /** What alerts were named by a program that told no ends. */
  private final String unending;

  private final Map<Problem, String> standing = new HashMap<>();
  private final Set<Problem> met = new HashSet<>();
  private final Set<Alert> ended = new HashSet<>();
  private final List<Told> waiting = new ArrayList<>();
  private final Set<Problem> shown = new HashSet<>();
  private boolean hasRead;
  private boolean hasLooked;
  private long batch;

  private record Problem(String rule, String subject) {}

  private record Alert(String run, Problem problem) {}

  /** A row that is to be written. */
  private record Told(Table table, Row row) {}

  /** Those of a query, into the tables of a store. */
  public ScorerAlerts(TableStore store, String query) {
    this.store = store;
    this.unending = "live-" + query;
    this.origin = unending + "@";
  }

  /**
   * Looks who scores; problems that the look does not meet are over.
   *
   * @param id of the batch, or of the turn
   * @param look tells of the problems that it meets
   */
  public <T> T during(long id, Supplier<T> look) {
    tellAgain();
    readStanding();
    batch = id;
    met.clear();
    met.addAll(shown);
    shown.clear();
    if (!hasLooked) {
      keep(CoveredOffsets.RULE); // no batch of this process could show it yet
      hasLooked = hasRead;
    }
    T found = look.get();
    for (Problem over : List.copyOf(standing.keySet())) {
      if (!met.contains(over)) {
        end(over, standing.remove(over));
      }
    }
    return found;
  }

  /**
   * Tells that what is served is not what should be.
   *
   * @param rule stable name of the kind of problem
   * @param subject version, model or partition that it is about
   * @param message one sentence: what is wrong, and what happens now
   */
  public void critical(String rule, String subject, String message) {
    tell("critical", new Problem(rule, subject), message);
  }

  /** Tells of a problem that changes nothing for whom the champion serves. */
  void warning(String rule, String subject, String message) {
    tell("warning", new Problem(rule, subject), message);
  }

  /**
   * Tells of what a batch shows between two looks, a problem of its ticks; it is over with a look
   * before which no batch has shown it.
   */
  void shownByBatch(long id, String rule, String subject, String message) {
    readStanding();
    batch = id;
    warning(rule, subject, message);
    shown.add(new Problem(rule, subject));
  }

  /** Problems of these kinds are not looked at this time; those that stand go on. */
  public void keep(String... kinds) {
    standing.keySet().stream()
        .filter(problem -> Stream.of(kinds).anyMatch(problem.rule()::startsWith))
        .forEach(met::add);
  }

  private void tell(String severity, Problem problem, String message) {
    met.add(problem);
    String run = free(problem);
    if (standing.putIfAbsent(problem, run) == null) {
      LOG.error("{}: {}: {}", run, problem.rule(), message);
      write(
          new Told(
              Tables.ALERTS,
              RowFactory.create(
                  run, problem.rule(), problem.subject(), severity, 1.0, 0.0, message, null)));
    }
  }

  /** A turn may come twice, as they are counted by each process, and an ended alert stays so. */
  private String free(Problem problem) {
    String run = origin + batch;
    for (int again = 2; ended.contains(new Alert(run, problem)); again++) {
      run = origin + batch + "-" + again;
    }
    return run;
  }

  private void end(Problem over, String run) {
    ended.add(new Alert(run, over));
    LOG.info("{}: {} of {} is over", run, over.rule(), over.subject());
    write(
        new Told(
            Tables.ALERT_ENDS,
            RowFactory.create(
                run,
                over.rule(),
                over.subject(),
                null,
                0.0,
                "not met any more from " + batch + " on")));
  }

  /** Writes what could not be written before. */
  private void tellAgain() {
    List<Told> again = List.copyOf(waiting);
    waiting.clear();
    again.forEach(this::write);
  }

  /** Without it the problems of the process before would have no end. */
  private void readStanding() {
    if (hasRead) {
      return;
    }
    trying(
        () -> {
          if (store.exists(Tables.ALERTS)) {
            ended.addAll(read(Tables.ALERT_ENDS));
            read(Tables.ALERTS).stream()
                .filter(alert -> !ended.contains(alert))
                .forEach(alert -> standing.putIfAbsent(alert.problem(), alert.run()));
          }
          hasRead = true;
        });
  }

  private List<Alert> read(Table table) {
    return store
        .read(table)
        .where(col("run_id").startsWith(origin).or(col("run_id").equalTo(unending)))
        .select("run_id", "rule", "subject")
        .collectAsList()
        .stream()
        .map(row -> new Alert(row.getString(0), new Problem(row.getString(1), row.getString(2))))
        .toList();
  }

  private void write(Told told) {
    waiting.add(told);
    trying(
        () -> {
          Dataset<Row> rows = store.rows(told.table(), List.of(told.row()));
          store.upsert(
              told.table(),
              told.table() == Tables.ALERT_ENDS
                  ? rows.withColumn("ended_at", current_timestamp())
                  : rows,
              KEY);
          waiting.remove(told);
        });
  }

  /**
   * Ticks are scored though nobody can be told: what cannot be written waits for a later batch.
   * Spark throws checked exceptions that it does not declare.
   */
  private void trying(Runnable work) {
    try {
      work.run();
    } catch (Exception e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e; // the query is being stopped
      }
      LOG.error("{}: alerts cannot be read or written, it is tried again", origin, e);
    }
  }
}
