package org.tidemark.jobs.report.fill;

import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.TableStore;

/** A lake of a few rows per table, as the tasks of one run on 2020-01-03 leave it. */
final class SmallLake {
  static final NightlyArgs ARGS =
      new NightlyArgs(LocalDate.parse("2020-01-03"), NightlyConfig.of(Map.of()), Progress.SILENT);
  static final Instant START = Instant.parse("2020-01-02T00:00:00Z");
  private static final String RUN = "nightly-2020-01-03-direction";
  private static final long MINUTE = 60_000_000_000L;
  private static final Date DAY = Date.valueOf("2020-01-03");
  private final TableStore store;

  SmallLake(TableStore store) {
    this.store = store;
  }

  static long nanos(int minute) {
    return START.getEpochSecond() * 1_000_000_000L + minute * MINUTE;
  }

  private void write(Table table, Row... rows) {
    store.append(table, store.rows(table, List.of(rows)));
  }

  /** An hour of bars without minutes 10 to 14, and one bar that is not known yet. */
  void ingest() {
    List<Row> bars = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      if (i < 10 || i > 14) {
        bars.add(bar(i));
      }
    }
    bars.add(bar(24 * 60));
    write(Tables.BARS, bars.toArray(Row[]::new));
    write(
        Tables.INGESTS,
        RowFactory.create(
            "s1",
            "bitfinex",
            "x.csv",
            "market.bars",
            "X",
            58L,
            56L,
            2L,
            56L,
            1L,
            EventRows.timestamp(nanos(1)),
            EventRows.timestamp(nanos(24 * 60 + 1))));
    write(
        Tables.REJECTED_EVENTS,
        RowFactory.create("s1", 7L, "x.csv", "bitfinex", "NOT_A_NUMBER", "bad", "?"),
        RowFactory.create("s1", 9L, "x.csv", "bitfinex", "NOT_A_NUMBER", "bad", "?"));
  }

  private static Row bar(int minute) {
    var one = java.math.BigDecimal.ONE;
    return RowFactory.create(
        "X",
        EventRows.timestamp(nanos(minute + 1)),
        nanos(minute + 1),
        (long) minute,
        60,
        nanos(minute),
        one,
        one,
        one,
        one,
        one,
        "s1",
        minute + 2L);
  }

  /** Everything that the later tasks write. */
  void night() {
    write(
        Tables.DATA_QUALITY_LOGS,
        RowFactory.create(
            RUN,
            "gap",
            "info",
            "X",
            EventRows.timestamp(nanos(10)),
            EventRows.timestamp(nanos(15)),
            300.0,
            60.0,
            "seconds",
            "logged",
            0,
            "no bars for 0.1 hours"));
    write(
        Tables.FOLDS,
        RowFactory.create(
            RUN, 0, "s", nanos(0), nanos(29), nanos(30), nanos(60), MINUTE, 14L, 15L, 30L,
            null, // as an older lake has it
            null, null));
    List<Row> metrics = new ArrayList<>();
    List<Row> scores = new ArrayList<>();
    for (String learner : List.of("xgboost", "logistic")) {
      double auc = learner.equals("xgboost") ? 0.61 : 0.57;
      for (int fold = -1; fold <= 0; fold++) {
        metrics.add(metric(learner, fold, "auc", auc, 0.52, 0.66));
        metrics.add(metric(learner, fold, "log_loss", 1 - auc, null, null));
        metrics.add(metric(learner, fold, "sharpe", -1.5, -4.0, 2.0));
        metrics.add(metric(learner, fold, "total_return", -0.25, null, null));
        metrics.add(metric(learner, fold, "calmar", null, null, null));
      }
      scrutiny(metrics, learner);
      for (int i = 30; i < 60; i++) {
        scores.add(
            RowFactory.create(
                RUN,
                learner,
                "X",
                EventRows.timestamp(nanos(i)),
                nanos(i),
                (long) i,
                0,
                (float) (i % 2),
                i % 3 == 0 ? 0.4f : 0.6f,
                null,
                i % 2 == 0 ? -0.001 : 0.002,
                nanos(i + 15),
                null));
      }
    }
    write(Tables.MODEL_METRICS, metrics.toArray(Row[]::new));
    write(Tables.OOF_PREDICTIONS, scores.toArray(Row[]::new));
    write(
        Tables.MODEL_COMPARISONS, comparison("xgboost", 0.61, 1), comparison("logistic", 0.57, 2));
    List<Row> importance = new ArrayList<>();
    for (int fold = -1; fold <= 1; fold++) {
      importance.add(
          importance("xgboost", "gain", fold, 0.5 + 0.1 * (fold == -1 ? 0 : 2 * fold - 1)));
      importance.add(importance("logistic", "gain", fold, 0));
      importance.add(importance("logistic", "permutation_auc", fold, 0.02));
    }
    write(Tables.FEATURE_IMPORTANCE, importance.toArray(Row[]::new));
    write(
        Tables.DRIFT_METRICS,
        RowFactory.create(
            RUN, "bars40", "ALL", "rsi_14", 0.35, 0.2, 0.3, true, 100L, 60L, 0L, 1L, 2L, 3L, "[]"));
    models();
    live();
    for (String task : List.of("quality", "ingest", "register")) {
      log(task);
    }
  }

  private static Row comparison(String learner, double auc, int rank) {
    Object[] values = new Object[Tables.MODEL_COMPARISONS.columns().size()];
    Object[] known = {
      RUN, learner, "direction", null, auc, 1 - auc, -1.5, 0.5 - 0.1 * rank, rank, rank == 1, "r"
    };
    System.arraycopy(known, 0, values, 0, known.length);
    return RowFactory.create(values);
  }

  /** Rows fitted on, parts, costs and the ledger's figures. */
  private static void scrutiny(List<Row> metrics, String learner) {
    metrics.add(metric("ALL", "ALL", "train", learner, 0, "auc", 0.9, null, null));
    metrics.add(metric("X", "ALL", "test", learner, -1, "auc", 0.62, null, null));
    metrics.add(metric("ALL", "volatility-low", "test", learner, -1, "auc", 0.63, null, null));
    metrics.add(metric("ALL", "ALL", "month-2020-01", learner, -1, "auc", 0.64, 0.55, 0.7));
    for (int times : new int[] {0, 1, 2, 4}) {
      String window = "cost-" + times + "x";
      double value = 0.3 - 0.2 * times;
      metrics.add(metric("ALL", "ALL", window, learner, -1, "sharpe", 10 * value, null, null));
      metrics.add(metric("ALL", "ALL", window, learner, -1, "total_return", value, null, null));
    }
    metrics.add(metric("ALL", "ALL", "cost", learner, -1, "break_even_cost", 3.75, null, null));
    metrics.add(metric("ALL", "ALL", "overfit", learner, -1, "trials", 2.0, null, null));
    metrics.add(metric("ALL", "ALL", "overfit", learner, -1, "deflated_sharpe", 0.5, null, null));
  }

  private static Row metric(
      String learner, int fold, String name, Double value, Double low, Double high) {
    return metric("ALL", "ALL", "test", learner, fold, name, value, low, high);
  }

  private static Row metric(
      String instrument,
      String regime,
      String window,
      String learner,
      int fold,
      String name,
      Double value,
      Double low,
      Double high) {
    return RowFactory.create(
        RUN,
        learner,
        fold,
        name,
        "direction",
        null,
        instrument,
        regime,
        window,
        value,
        low,
        high,
        30L,
        "share");
  }

  private static Row importance(String learner, String method, int fold, double score) {
    return RowFactory.create(RUN, learner, method, "rsi_14", fold, score, 1, null, "ALL");
  }

  private void models() {
    for (String learner : List.of("xgboost", "logistic")) {
      String version = "2020-01-03-" + learner;
      String manifest =
          Json.line(
              Map.of(
                  "rowsHash",
                  "hash-of-rows",
                  "settings",
                  Map.of("cost.bps", "2.5", "source.x", "bitfinex:X=*.csv")));
      write(
          Tables.MODEL_MANIFESTS,
          RowFactory.create(
              "direction",
              version,
              RUN,
              learner,
              "{\"depth\":6}",
              "{\"features.labels\":4}",
              "bars40",
              "fh",
              "fixed-15m",
              "s",
              7L,
              0L,
              1L,
              44L,
              "0.1.0",
              "jvm",
              "os",
              "cpu",
              "ab".repeat(32),
              manifest));
      write(
          Tables.CERTIFICATES,
          RowFactory.create(
              "direction",
              version,
              "onnx-parity",
              RUN,
              "ab".repeat(32),
              4_321L,
              0L,
              1e-7,
              1e-5,
              true,
              "d"));
      write(
          Tables.MODEL_REGISTRY,
          RowFactory.create(
              "direction",
              version,
              learner.equals("xgboost") ? "champion" : null,
              "PRODUCTION",
              "c",
              "f",
              learner,
              "binary",
              "fixed-15m",
              "bars40",
              "fh",
              "ab".repeat(32),
              9L,
              "p",
              "ALL",
              "o",
              DAY,
              RUN,
              learner.equals("xgboost") ? "better in all" : "baseline"));
    }
  }

  private void live() {
    for (int i = 0; i < 4; i++) {
      write(
          Tables.SCORES,
          RowFactory.create(
              "X",
              (long) i,
              "2020-01-03-xgboost",
              EventRows.timestamp(nanos(i)),
              nanos(i),
              "direction",
              "fh",
              i == 0 ? 0.25f : 0.75f,
              "BUY",
              1.0,
              "champion",
              "r",
              5L,
              0L,
              null,
              "live",
              null));
    }
    for (int i = 0; i < 2; i++) {
      write(
          Tables.PARITY,
          RowFactory.create(
              "live",
              Date.valueOf("2020-01-02"),
              "f" + i,
              i,
              "bars40",
              "fh",
              i == 0 ? "different" : "equal",
              1L,
              9L,
              4L,
              i == 0 ? 1L : 0L,
              i == 0 ? 3L : 0L,
              0L,
              0L,
              0L,
              0L,
              i == 0 ? "value" : null,
              i == 0 ? "X" : null,
              i == 0 ? (Long) 2L : null,
              i == 0 ? (Long) nanos(2) : null,
              i == 0 ? "0.25 (3e800000)" : null,
              i == 0 ? "0.5 (3f000000)" : null,
              null));
    }
    write(
        Tables.DEAD_LETTERS,
        RowFactory.create("ticks", "0", 3L, "too-late", "d", "raw", null, 0L, "live"));
  }

  /** What the recorder writes after a task. */
  void log(String task) {
    String summary =
        task.equals("register")
            ? "{\"challenger\":\"2020-01-03-xgboost\",\"decision\":\"promoted\","
                + "\"reasons\":[\"It has the better auc.\"]}"
            : "{}";
    write(
        Tables.RUNS,
        RowFactory.create(
            RUN,
            task,
            "done",
            DAY,
            "tidemark " + task + " --lake lake --as-of 2020-01-03",
            summary,
            "{}",
            12.5,
            "0.1.0 (abc)",
            "{\"jvm\":\"Test VM\",\"cores\":\"2\"}"));
  }
}
