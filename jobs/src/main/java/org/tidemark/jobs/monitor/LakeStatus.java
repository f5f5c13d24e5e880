package org.tidemark.jobs.monitor;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.sum;

import java.sql.Date;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.alarm.AlertBook;
import org.tidemark.jobs.serve.Registered;
import org.tidemark.jobs.serve.Scorer;
import org.tidemark.jobs.serve.Serving;
import org.tidemark.jobs.train.Retraining;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.QueryRows;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.score.LastResort;

/**
 * How a lake stands, read from its tables (X16): who serves and who could, the last run, what is
 * scored and how far behind, drift, quality, alerts that stand. Tables that are not there yet are
 * left as they are.
 */
public final class LakeStatus {
  private static final String SCORER = "live-";

  private LakeStatus() {}

  /**
   * A model.
   *
   * @param champion version that serves; empty where none does
   * @param problem why the champion may not serve; empty where it may
   * @param fallbacks versions that would take its place, in order; each with its problem, if any
   * @param highestPsi of the champion's features in the newest live window, absent where unknown
   * @param scorePsi of its scores in that window
   * @param quality newest point of {@code live.quality}, by metric
   * @param triggers causes of a new fit that wait
   */
  public record Model(
      String name,
      String champion,
      String problem,
      Map<String, String> fallbacks,
      Optional<Double> highestPsi,
      Optional<Double> scorePsi,
      Map<String, Double> quality,
      List<String> triggers) {}

  /**
   * A scoring query.
   *
   * @param newestEvent time of the latest bar; empty where it closed none
   * @param lagSeconds clock less that time
   */
  public record Query(
      String name,
      long lastBatch,
      long consumed,
      long valid,
      long dead,
      long bars,
      Optional<String> newestEvent,
      Optional<Long> lagSeconds) {}

  /** The newest run of a model. */
  public record Run(String id, String asOf, long tasks, double seconds) {}

  /** An alert that stands: it has no end; of a nightly run, it is of the newest. */
  public record OpenAlert(String run, String rule, String subject, String severity, String text) {}

  /** All of it; a model that scores in batch only is not among the models. */
  public record Status(
      List<Model> models,
      List<Run> runs,
      List<Query> queries,
      Map<String, Long> deadLetters,
      List<OpenAlert> alerts) {
    /** Whether nobody needs to do anything: every champion may serve and no alert stands. */
    public boolean isWell() {
      return alerts.isEmpty()
          && models.stream().allMatch(m -> !m.champion().isEmpty() && m.problem().isEmpty());
    }
  }

  /** Reads it. */
  public static Status of(TableStore store, Instant now) {
    List<Run> runs = runs(store);
    return new Status(
        models(store), runs, queries(store, now), deadLetters(store), alerts(store, runs));
  }

  private static Optional<Dataset<Row>> there(TableStore store, Table table) {
    return store.exists(table) ? Optional.of(store.read(table)) : Optional.empty();
  }

  private static List<Row> rows(Optional<Dataset<Row>> found) {
    return found.map(Dataset::collectAsList).orElse(List.of());
  }

  private static List<Model> models(TableStore store) {
    List<Model> models = new ArrayList<>();
    for (Row row :
        rows(
            there(store, Tables.MODEL_REGISTRY)
                .map(r -> r.select("model").distinct().orderBy("model")))) {
      Registered registered = Registered.of(store, row.getString(0));
      if (!isOfBatchOnly(registered)) {
        models.add(model(store, registered));
      }
    }
    return models;
  }

  /** Whether no version can serve live: such are archived at once, and nobody is to promote one. */
  private static boolean isOfBatchOnly(Registered registered) {
    return registered.rows().stream()
        .allMatch(row -> "ARCHIVE".equals(row.getAs("tier")) && row.getAs("alias") == null);
  }

  private static Model model(TableStore store, Registered registered) {
    Optional<Row> champion = registered.with(Registered.CHAMPION);
    String version = champion.map(Registered::version).orElse("");
    Optional<Column> mine = champion.map(row -> Scorer.of(row).mine());
    Map<String, Double> quality = new TreeMap<>();
    rows(there(store, Tables.LIVE_QUALITY)
            .flatMap(q -> mine.map(q::where))
            .map(q -> q.withColumn("newest", expr("max(window_to_nanos) over ()")))
            .map(q -> q.where("window_to_nanos = newest and value is not null"))
            .map(q -> q.select("metric", "value")))
        .forEach(row -> quality.put(row.getString(0), row.getDouble(1)));
    return new Model(
        registered.model(),
        version,
        champion.flatMap(row -> Serving.problem(store, row)).orElse(""),
        fallbacks(store, registered, version),
        mine.flatMap(of -> psi(store, of.and(expr("feature <> 'score'")))),
        mine.flatMap(of -> psi(store, of.and(expr("feature = 'score'")))),
        quality,
        store.exists(Tables.RETRAIN_TRIGGERS)
            ? Retraining.waiting(store, registered.model())
            : List.of());
  }

  /** The scorer's own order: the previous version, then the newest of tier BACKUP. */
  private static Map<String, String> fallbacks(
      TableStore store, Registered registered, String champion) {
    List<Row> chain = new ArrayList<>();
    registered.with(Registered.PREVIOUS).ifPresent(chain::add);
    registered.rows().stream()
        .filter(row -> "BACKUP".equals(row.getAs("tier")))
        .max((a, b) -> a.<Date>getAs("as_of").compareTo(b.<Date>getAs("as_of")))
        .ifPresent(chain::add);
    Map<String, String> found = new LinkedHashMap<>();
    chain.stream()
        .filter(row -> !Registered.version(row).equals(champion))
        .forEach(
            row -> found.put(Registered.version(row), Serving.problem(store, row).orElse("ready")));
    return found;
  }

  private static Optional<Double> psi(TableStore store, Column which) {
    return rows(
            there(store, Tables.LIVE_DRIFT)
                .map(
                    d ->
                        d.where(which)
                            .groupBy("window_to_nanos")
                            .max("psi")
                            .orderBy(col("window_to_nanos").desc())
                            .limit(1)))
        .stream()
        .map(row -> row.getDouble(1))
        .findFirst();
  }

  private static List<Run> runs(TableStore store) {
    return rows(
            there(store, Tables.RUNS)
                .map(
                    r ->
                        r.where("run_id like 'nightly-%'")
                            .groupBy("run_id", "as_of")
                            .agg(count("task"), sum("seconds"))
                            .orderBy(col("as_of").desc(), col("run_id"))))
        .stream()
        .map(
            row -> new Run(row.getString(0), "" + row.getDate(1), row.getLong(2), row.getDouble(3)))
        .toList();
  }

  private static List<Query> queries(TableStore store, Instant now) {
    Map<String, Long> newest = new TreeMap<>();
    rows(there(store, Tables.LIVE_FEATURES).map(f -> f.groupBy("query").max("event_time_nanos")))
        .forEach(row -> newest.put(row.getString(0), row.getLong(1)));
    return rows(
            there(store, Tables.PROGRESS)
                .map(
                    p ->
                        p.groupBy("query")
                            .agg(
                                Map.of(
                                    "batch_id",
                                    "max",
                                    "consumed",
                                    "sum",
                                    "valid",
                                    "sum",
                                    "dead",
                                    "sum",
                                    "bars",
                                    "sum"))
                            .orderBy("query")))
        .stream()
        .map(
            row -> {
              Optional<Instant> event =
                  Optional.ofNullable(newest.get(row.<String>getAs("query")))
                      .map(nanos -> Instant.ofEpochSecond(0, nanos));
              return new Query(
                  row.getAs("query"),
                  row.<Long>getAs("max(batch_id)"),
                  row.<Long>getAs("sum(consumed)"),
                  row.<Long>getAs("sum(valid)"),
                  row.<Long>getAs("sum(dead)"),
                  row.<Long>getAs("sum(bars)"),
                  event.map(Instant::toString),
                  event.map(at -> Duration.between(at, now).toSeconds()));
            })
        .toList();
  }

  /** Rows of {@code live.dead_letters} by reason. */
  public static Map<String, Long> deadLetters(TableStore store) {
    Map<String, Long> counts = new TreeMap<>();
    rows(there(store, Tables.DEAD_LETTERS).map(d -> d.groupBy("reason").count()))
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }

  /**
   * A night says anew what it finds, so only what the newest night of a model said stands. What a
   * scorer said of a version is over when it says so; of a program that did not, while that version
   * scores.
   */
  private static List<OpenAlert> alerts(TableStore store, List<Run> runs) {
    Map<String, String> newest = new TreeMap<>();
    runs.forEach(run -> newest.putIfAbsent(modelOf(run.id()), run.id()));
    Set<String> scoring = new TreeSet<>();
    return rows(there(store, Tables.ALERTS).map(a -> AlertBook.open(store))).stream()
        .map(
            row ->
                new OpenAlert(
                    row.getAs("run_id"),
                    row.getAs("rule"),
                    row.getAs("subject"),
                    row.getAs("severity"),
                    row.getAs("message")))
        .filter(a -> !a.run().startsWith("nightly-") || newest.containsValue(a.run()))
        .filter(
            a -> {
              boolean unending = a.run().startsWith(SCORER) && !a.run().contains("@");
              if (unending) {
                scoring.addAll(scoring(store, a.run().substring(SCORER.length())));
              }
              return !unending || !scoring.contains(a.subject());
            })
        .toList();
  }

  /** Versions with scores in the last batch of a query that closed a bar, and their models. */
  private static Set<String> scoring(TableStore store, String query) {
    Set<String> names = new TreeSet<>();
    rows(there(store, Tables.PROGRESS)
            .map(p -> p.where(col("query").equalTo(query)).where("scored > 0"))
            .map(p -> p.groupBy().max("batch_id").where("`max(batch_id)` is not null")))
        .forEach(
            last ->
                store
                    .read(Tables.SCORES)
                    .where(col("batch_id").equalTo(last.getLong(0)))
                    .where(QueryRows.of(query))
                    .select("model_version", "model", "reason")
                    .distinct()
                    .collectAsList()
                    .forEach(
                        row -> {
                          names.add(row.getString(0));
                          if (!row.getString(2).contains("is refused")
                              && !row.getString(0).startsWith(LastResort.PREFIX)) {
                            names.add(row.getString(1));
                          }
                        }));
    return names;
  }

  /** {@code nightly-2024-01-03-direction}. */
  private static String modelOf(String runId) {
    return runId.length() > 19 ? runId.substring(19) : runId;
  }
}
