package org.tidemark.lakehouse;

import static org.tidemark.lakehouse.Column.optional;
import static org.tidemark.lakehouse.Column.required;
import static org.tidemark.lakehouse.ColumnType.BOOLEAN;
import static org.tidemark.lakehouse.ColumnType.DOUBLE;
import static org.tidemark.lakehouse.ColumnType.INT;
import static org.tidemark.lakehouse.ColumnType.LONG;
import static org.tidemark.lakehouse.ColumnType.STRING;
import static org.tidemark.lakehouse.ColumnType.TIMESTAMP;

import java.util.List;

/** Tables of the monitor: live drift and quality, the rules of alerts and what becomes of them. */
final class MonitorTables {
  private static final Migration FILE =
      new Migration.AddColumn(
          optional(
              "onnx_sha256",
              STRING,
              "content hash of the version's file; null in rows of earlier programs"));

  private MonitorTables() {}

  static final Table LIVE_DRIFT_CELLS =
      Table.of(
              "live",
              "drift_cells",
              "one row per query, model version, column and cell of event time",
              required("query", STRING, "query name"),
              required("model_version", STRING, "version whose frozen bins were counted in"),
              required("feature", STRING, "output column, or score"),
              required("cell_to_nanos", LONG, "end of the cell, inclusive"),
              required(
                  "reference",
                  STRING,
                  "model, hash of the file and its reference, length of a cell"),
              required("bars", LONG, "bars of the cell"),
              required("counts", STRING, "bars per bin, the NaN bin last, JSON"),
              required("batch_id", LONG, "micro-batch up to which bars were counted"))
          .withKey("query", "model_version", "feature", "cell_to_nanos", "reference");

  static final Table LIVE_DRIFT =
      Table.of(
              "live",
              "drift",
              "one row per query, model version, column and window of event time",
              required("query", STRING, "query name"),
              required("model_version", STRING, "version whose reference it is held against"),
              required("feature", STRING, "output column, or score"),
              required("window_to_nanos", LONG, "end of the window, inclusive"),
              required("window_from_nanos", LONG, "start of the window, exclusive"),
              required("model", STRING, "model name"),
              required("psi", DOUBLE, "population stability index on the frozen reference bins"),
              required("ks", DOUBLE, "Kolmogorov-Smirnov distance on the same bins"),
              required("n_reference", LONG, "rows of the reference"),
              required("n_current", LONG, "rows of the window"),
              required("bin_edges", STRING, "frozen bin edges, JSON"))
          .withMigration(FILE)
          .withKey(
              "query", "model", "model_version", "feature", "window_to_nanos", "window_from_nanos");

  static final Table LIVE_QUALITY =
      Table.of(
              "live",
              "quality",
              "one row per model version, end of a rolling window and metric",
              required("model", STRING, "model name"),
              required("model_version", STRING, "version that scored"),
              required("window_to_nanos", LONG, "labels whose span is over then count"),
              required("metric", STRING, "name of the metric, as in models.model_metrics"),
              required("window_from_nanos", LONG, "spans that were over by then do not count"),
              optional("value", DOUBLE, "value, absent where undefined"),
              optional("ci_low", DOUBLE, "lower end of the 95 % interval"),
              optional("ci_high", DOUBLE, "upper end of the 95 % interval"),
              required("n", LONG, "bars scored live whose label is known"),
              required("unit", STRING, "unit of the value"))
          .withMigration(FILE)
          .withKey("model", "model_version", "window_to_nanos", "metric");

  static final Table ALERT_RULES =
      Table.of(
              "models",
              "alert_rules",
              "one row per rule of the monitor",
              required("rule", STRING, "accuracy-drop, feature-psi, score-psi or latency"),
              required(
                  "subject", STRING, "for latency the stage of live.latency; * for all subjects"),
              required("warning_above", DOUBLE, "people are told above it; NaN for never"),
              required("critical_above", DOUBLE, "critical above it; NaN for never"),
              required("fewest", LONG, "observations below which nothing is decided"),
              required("retrain", BOOLEAN, "whether an alert asks for a new fit"),
              required("unit", STRING, "unit of the limits"))
          .withKey("rule", "subject")
          .withCheck("fewest_positive", "fewest >= 1")
          .withMigration(
              new Migration.Seed(
                  List.of(
                      List.of("accuracy-drop", "*", 5.0, 10.0, 500L, true, "percentage points"),
                      List.of("feature-psi", "*", 0.3, Double.NaN, 200L, true, "index"),
                      List.of("score-psi", "*", 0.3, Double.NaN, 200L, true, "index"),
                      List.of("latency", "model", 20.0, Double.NaN, 50L, false, "milliseconds"))));

  static final Table ALERT_ENDS =
      Table.of(
              "models",
              "alert_ends",
              "one row per alert of the monitor or a scorer that is over",
              required("run_id", STRING, "as in models.alerts"),
              required("rule", STRING, "rule of the alert"),
              required("subject", STRING, "what it was about"),
              required("ended_at", TIMESTAMP, "when it was seen to be over"),
              required(
                  "value", DOUBLE, "measured then; NaN where the subject was gone, 0 of a scorer"),
              required("message", STRING, "one sentence"))
          .withKey("run_id", "rule", "subject");

  static final Table ALERT_DELIVERIES =
      Table.of(
              "models",
              "alert_deliveries",
              "one row per alert, event of its life and sink that was tried",
              required("run_id", STRING, "as in models.alerts"),
              required("rule", STRING, "rule of the alert"),
              required("subject", STRING, "what it is about"),
              required("event", STRING, "warning, critical or ended"),
              required("sink", STRING, "name of the sink"),
              required("delivered", BOOLEAN, "whether the sink has taken it"),
              required("attempts", INT, "passes in which it was tried"),
              required("last_at", TIMESTAMP, "when it was tried last"),
              required("detail", STRING, "what the sink said last"))
          .withKey("run_id", "rule", "subject", "event", "sink");

  static final Table RETRAIN_TRIGGERS =
      Table.of(
              "models",
              "retrain_triggers",
              "one row per alert that asks for a new fit",
              required("run_id", STRING, "of the alert, as in models.alerts"),
              required("rule", STRING, "rule of the alert"),
              required("subject", STRING, "version that it is about"),
              required("model", STRING, "model that is to be fitted anew"),
              required("cause", STRING, "one sentence"),
              required("raised_at", TIMESTAMP, "when the monitor wrote the row"))
          .withKey("run_id", "rule", "subject");

  static final Table RETRAIN_CLAIMS =
      Table.of(
              "models",
              "retrain_claims",
              "one row per trigger that a run has taken; a trigger without one waits",
              required("run_id", STRING, "of the alert, as in models.retrain_triggers"),
              required("rule", STRING, "rule of the alert"),
              required("subject", STRING, "version that it is about"),
              required("taken_by", STRING, "the run that fits anew because of it"))
          .withKey("run_id", "rule", "subject");
}
