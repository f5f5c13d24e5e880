package org.tidemark.lakehouse;

import static org.tidemark.lakehouse.Column.optional;
import static org.tidemark.lakehouse.Column.required;
import static org.tidemark.lakehouse.ColumnType.BOOLEAN;
import static org.tidemark.lakehouse.ColumnType.DATE;
import static org.tidemark.lakehouse.ColumnType.DOUBLE;
import static org.tidemark.lakehouse.ColumnType.DOUBLES;
import static org.tidemark.lakehouse.ColumnType.FLOAT;
import static org.tidemark.lakehouse.ColumnType.FLOATS;
import static org.tidemark.lakehouse.ColumnType.INT;
import static org.tidemark.lakehouse.ColumnType.LONG;
import static org.tidemark.lakehouse.ColumnType.STRING;
import static org.tidemark.lakehouse.ColumnType.TIMESTAMP;

/** Tables of the schema {@code models}: what was fitted, measured and decided. */
final class ModelTables {
  private ModelTables() {}

  static final Table MODEL_REGISTRY =
      Table.of(
              "models",
              "model_registry",
              "one row per model and version",
              required("model", STRING, "model name"),
              required("model_version", STRING, "version, unique per model"),
              optional("alias", STRING, "champion, challenger, previous or absent"),
              required("tier", STRING, "PRODUCTION, BACKUP, ARCHIVE or RETIRED"),
              required("category", STRING, "functional category"),
              required("family", STRING, "model family"),
              required("learner", STRING, "learner that fitted it"),
              required("target", STRING, "binary, multiclass or regression"),
              required("label_set", STRING, "what it predicts"),
              required("feature_set", STRING, "feature set it reads"),
              required("feature_set_hash", STRING, "identity of that set"),
              required("onnx_sha256", STRING, "content hash of the artifact"),
              required("onnx_bytes", LONG, "size of the artifact"),
              required("purpose", STRING, "one sentence"),
              required("regimes", STRING, "market regimes it is for, comma separated"),
              required("output_schema", STRING, "meaning of the outputs"),
              required("as_of", DATE, "data up to this date made it"),
              required("run_id", STRING, "the run that registered it"),
              required("reason", STRING, "why it has its alias"))
          .withKey("model", "model_version")
          .withCheck("known_tier", "tier in ('PRODUCTION','BACKUP','ARCHIVE','RETIRED')");

  static final Table MODEL_MANIFESTS =
      Table.of(
              "models",
              "model_manifests",
              "one row per model and version",
              required("model", STRING, "model name"),
              required("model_version", STRING, "version, unique per model"),
              required(
                  "run_id",
                  STRING,
                  "the run that wrote the row, for example nightly-2018-06-01-direction"),
              required("learner", STRING, "learner"),
              required("hyperparameters", STRING, "JSON"),
              required("dataset_versions", STRING, "table versions read, JSON"),
              required("feature_set", STRING, "feature set"),
              required("feature_set_hash", STRING, "identity of the feature set"),
              required("label_set", STRING, "label definition"),
              required("split", STRING, "split definition"),
              required("seed", LONG, "seed of the fit"),
              required("train_from_nanos", LONG, "start of the training window"),
              required("train_to_nanos", LONG, "end of the training window"),
              required("rows_trained", LONG, "rows fitted on"),
              required("code_version", STRING, "Tidemark version and commit"),
              required("jvm", STRING, "virtual machine"),
              required("os", STRING, "operating system"),
              required("cpu", STRING, "processor architecture"),
              required("onnx_sha256", STRING, "content hash of the artifact"),
              required("manifest", STRING, "everything above as one JSON document"))
          .withKey("model", "model_version");

  static final Table MODEL_METRICS =
      Table.of(
              "models",
              "model_metrics",
              "one row per run, learner, fold, instrument, regime, window and metric",
              required(
                  "run_id",
                  STRING,
                  "the run that wrote the row, for example nightly-2018-06-01-direction"),
              required("learner", STRING, "learner"),
              required("fold", INT, "fold number from 0, -1 for all folds together"),
              required("metric", STRING, "name of the metric"),
              required("model", STRING, "model name"),
              optional("model_version", STRING, "model version when registered"),
              required("instrument", STRING, "instrument id or ALL"),
              required(
                  "regime",
                  STRING,
                  "ALL, or rows decided in it: that of the feature set, else volatility-low,"
                      + " -middle, -high or -unknown against the instrument's past"),
              required(
                  "window",
                  STRING,
                  "what the value covers: test, month-YYYY-MM for the test rows of a month (UTC),"
                      + " train for rows that the fold's model was fitted on, live, path-N for one"
                      + " backtest path of a split that tests rows in several folds, whose mean"
                      + " then is test, cost-Nx for the test traded at N times the stated cost,"
                      + " cost for the cost at which nothing is left, or overfit for what all"
                      + " trials of the model together say"),
              optional("value", DOUBLE, "value, absent where undefined"),
              optional("ci_low", DOUBLE, "lower end of the 95 % interval"),
              optional("ci_high", DOUBLE, "upper end of the 95 % interval"),
              required("n", LONG, "observations behind the value"),
              required("unit", STRING, "unit of the value"))
          .withKey("run_id", "learner", "fold", "metric");

  static final Table FEATURE_IMPORTANCE =
      Table.of(
              "models",
              "feature_importance",
              "one row per run, learner, fold, regime, method and feature",
              required(
                  "run_id",
                  STRING,
                  "the run that wrote the row, for example nightly-2018-06-01-direction"),
              required("learner", STRING, "learner"),
              required(
                  "method",
                  STRING,
                  "gain; shap; correlation with the label; variance, where the model says nothing;"
                      + " what a shuffled column makes worse: permutation_auc,"
                      + " permutation_auc_of_class_2, permutation_rmse; the same with grouped_"
                      + " before it for correlated columns shuffled together"),
              required(
                  "feature", STRING, "output column; of a grouped method, columns joined by +"),
              required("fold", INT, "fold number, -1 for all"),
              required(
                  "score",
                  DOUBLE,
                  "share of gain, mean absolute SHAP value of the margin, absolute rank"
                      + " correlation, variance over squared range, or by how much the measure gets"
                      + " worse"),
              required("rank", INT, "1 is most important"),
              optional("model_version", STRING, "model version when registered"))
          .withKey("run_id", "learner", "method", "feature")
          .withMigration(
              new Migration.AddColumn(
                  optional(
                      "regime",
                      STRING,
                      "ALL, or rows decided in it, named as in models.model_metrics; absent in rows"
                          + " written earlier, which are of all")));

  static final Table ROLLBACK_LOGS =
      Table.of(
              "models",
              "rollback_logs",
              "one row per roll-back",
              required("model", STRING, "model name"),
              required("run_id", STRING, "the run that rolled back"),
              required("from_version", STRING, "version taken out of service"),
              required("to_version", STRING, "version put back"),
              required("trigger_metric", STRING, "what degraded, or by hand"),
              required("value", DOUBLE, "measured; NaN by hand"),
              required("threshold", DOUBLE, "limit; NaN by hand"),
              required("actor", STRING, "who or what decided"))
          .withKey("model", "run_id");

  static final Table RUNS =
      Table.of(
              "models",
              "runs",
              "one row per run and task",
              required(
                  "run_id",
                  STRING,
                  "the run that wrote the row, for example nightly-2018-06-01-direction"),
              required("task", STRING, "task of the DAG, or the verb"),
              required("status", STRING, "done, failed or skipped"),
              required("as_of", DATE, "logical date"),
              required("command", STRING, "the command line"),
              required("summary", STRING, "figures of the task, JSON"),
              required("table_versions", STRING, "table versions read and written, JSON"),
              required("seconds", DOUBLE, "wall time"),
              required("code_version", STRING, "Tidemark version and commit"),
              required("environment", STRING, "JVM, OS, CPU, Spark, JSON"))
          .withKey("run_id", "task");

  static final Table TRIAL_LEDGER =
      Table.of(
              "models",
              "trial_ledger",
              "one row per model, trial and date at which it was validated; nothing removes one",
              required("model", STRING, "model name: the scope of its ledger"),
              required("trial", STRING, "SHA-256 of the model and every setting with an effect"),
              required("as_of", DATE, "logical date"),
              required("run_id", STRING, "the run that wrote the row"),
              required("learner", STRING, "learner"),
              required("settings", STRING, "the settings that make the trial, JSON"),
              required(
                  "status",
                  STRING,
                  "done; of a study also pruned, or begun where its figures are still to come;"
                      + " failed"),
              optional("reason", STRING, "why it is not done"),
              optional("sharpe", DOUBLE, "Sharpe ratio per period, absent where undefined"),
              required("periods", INT, "periods of returns"),
              optional("last_period", TIMESTAMP, "end of the last of them"),
              required("returns", DOUBLES, "out-of-sample return of each period, after cost"))
          .withKey("model", "trial", "as_of");

  static final Table TRAINING_EVENTS =
      Table.of(
              "models",
              "training_events",
              "one row per run, learner and fold, or study, trial and fold, whose fit was to stop"
                  + " early",
              required(
                  "run_id",
                  STRING,
                  "the run that wrote the row, for example nightly-2018-06-01-direction"),
              required("learner", STRING, "learner"),
              required("fold", INT, "fold number from 0, -1 for the fit on all rows"),
              required("early_stopping", STRING, "patience, least gain and metric watched"),
              required(
                  "monitor_share", DOUBLE, "share of the training rows that was to be watched"),
              required("rows_fitted", LONG, "rows that the kept rounds learned from"),
              required("rows_monitored", LONG, "rows watched, 0 where that could not be"),
              required("rounds_grown", INT, "boosting rounds that were computed"),
              required("rounds_kept", INT, "boosting rounds of the model"),
              optional(
                  "best_value", DOUBLE, "the metric on the watched rows after the last kept round"),
              optional(
                  "phase",
                  STRING,
                  "what the fit was doing when it ended: WARMING, IMPROVING, PLATEAU or"
                      + " OVERFITTING"),
              optional(
                  "reason",
                  STRING,
                  "why it could not be watched and has all rounds on all rows, absent where it"
                      + " was"))
          .withKey("run_id", "learner", "fold")
          .withCheck("kept_of_grown", "rounds_kept between 1 and rounds_grown")
          .withCheck("watched_or_why", "(reason is null) = (phase is not null)")
          .withMigration(
              new Migration.AddColumn(
                  optional("study", STRING, "study name, absent outside studies")),
              new Migration.AddColumn(
                  optional("trial", INT, "trial number from 0, absent outside studies")));

  static final Table FOLDS =
      Table.of(
              "models",
              "folds",
              "one row per run and fold",
              required(
                  "run_id",
                  STRING,
                  "the run that wrote the row, for example nightly-2018-06-01-direction"),
              required("fold", INT, "fold number from 0"),
              required("split", STRING, "split definition"),
              required("train_from_nanos", LONG, "first instant of the first training window"),
              required("train_to_nanos", LONG, "end of the last training window, exclusive"),
              required("test_from_nanos", LONG, "first instant of the first test window"),
              required("test_to_nanos", LONG, "end of the last test window, exclusive"),
              required("embargo_nanos", LONG, "gap between training label spans and a test"),
              required("rows_trained", LONG, "rows fitted on after purge"),
              required(
                  "rows_purged",
                  LONG,
                  "rows left out only because a label, theirs or a test's, reaches over an edge"),
              required("rows_tested", LONG, "rows predicted"))
          .withKey("run_id", "fold")
          .withMigration(
              new Migration.AddColumn(
                  optional(
                      "train_windows",
                      STRING,
                      "training windows, JSON: fromNanos, toNanos (exclusive), spanLimitNanos, the"
                          + " last instant a label may use; absent in rows written earlier")),
              new Migration.AddColumn(
                  optional(
                      "test_windows",
                      STRING,
                      "test windows, JSON: fromNanos, toNanos (exclusive), spanEndNanos, before"
                          + " which nothing that follows trains; absent in rows written earlier")),
              new Migration.AddColumn(
                  optional(
                      "rows_weightless",
                      LONG,
                      "rows left out of the fit because their sample weight is 0; absent in rows"
                          + " written earlier")));

  static final Table OOF_PREDICTIONS =
      Table.of(
              "models",
              "oof_predictions",
              "one row per run, learner, instrument, out-of-fold row and fold that scored it",
              required(
                  "run_id",
                  STRING,
                  "the run that wrote the row, for example nightly-2018-06-01-direction"),
              required("learner", STRING, "learner"),
              required("instrument", STRING, "instrument id"),
              required("event_time", TIMESTAMP, "point in time of the row"),
              required("event_time_nanos", LONG, "the same in nanoseconds"),
              required("offset", LONG, "offset of the bar"),
              required("fold", INT, "fold whose model never saw this row"),
              required("label", FLOAT, "target value"),
              required(
                  "score", FLOAT, "probability of class 1 or of the last class, or the estimate"),
              optional(
                  "class_scores", FLOATS, "probability per class when there are three or more"),
              required("forward_return", DOUBLE, "simple return over the label span"),
              required("span_end_nanos", LONG, "end of the label span"))
          .withKey("run_id", "learner", "instrument", "event_time", "fold")
          .withMigration(
              new Migration.AddColumn(
                  optional(
                      "spread",
                      DOUBLE,
                      "how far the members of an ensemble lie apart: standard deviation of their"
                          + " scores, of the output that score is; absent where one model scored,"
                          + " and in rows written earlier")));

  static final Table DRIFT_METRICS =
      Table.of(
              "models",
              "drift_metrics",
              "one row per run, feature set, instrument and feature",
              required(
                  "run_id",
                  STRING,
                  "the run that wrote the row, for example nightly-2018-06-01-direction"),
              required("feature_set", STRING, "feature set"),
              required("instrument", STRING, "instrument id or ALL"),
              required("feature", STRING, "output column"),
              required("psi", DOUBLE, "population stability index on the frozen reference bins"),
              required("ks", DOUBLE, "Kolmogorov-Smirnov distance on the same bins"),
              required("threshold", DOUBLE, "PSI above this is drift"),
              required("drifted", BOOLEAN, "whether it is"),
              required("n_reference", LONG, "rows of the reference"),
              required("n_current", LONG, "rows of the current window"),
              required("reference_from_nanos", LONG, "start of the reference window"),
              required("reference_to_nanos", LONG, "end of the reference window"),
              required("current_from_nanos", LONG, "start of the current window"),
              required("current_to_nanos", LONG, "end of the current window"),
              required("bin_edges", STRING, "frozen bin edges, JSON"))
          .withKey("run_id", "feature_set", "instrument", "feature");

  static final Table ALERTS =
      Table.of(
              "models",
              "alerts",
              "one row per run, rule and subject",
              required(
                  "run_id",
                  STRING,
                  "the run that wrote the row, for example nightly-2018-06-01-direction"),
              required("rule", STRING, "rule of the alert"),
              required("subject", STRING, "feature, model or instrument it is about"),
              required("severity", STRING, "warning or critical"),
              required("value", DOUBLE, "measured"),
              required("threshold", DOUBLE, "limit"),
              required("message", STRING, "one sentence"))
          .withMigration(
              new Migration.AddColumn(
                  optional(
                      "onnx_sha256",
                      STRING,
                      "content hash of the file of the version that the monitor measured; null"
                          + " where it is about no file, and in rows of earlier programs")))
          .withKey("run_id", "rule", "subject");

  static final Table CERTIFICATES =
      Table.of(
              "models",
              "certificates",
              "one row per model, version and certificate kind",
              required("model", STRING, "model name"),
              required("model_version", STRING, "version, unique per model"),
              required("kind", STRING, "onnx-parity, canary or imported"),
              required("run_id", STRING, "the run that made it"),
              required("subject_sha256", STRING, "content hash of what is certified"),
              required("rows_checked", LONG, "rows compared"),
              required("mismatches", LONG, "rows whose label or bits differ: 0 when it holds"),
              required("max_difference", DOUBLE, "largest absolute difference of a score"),
              required("tolerance", DOUBLE, "largest difference allowed"),
              required("holds", BOOLEAN, "whether the certificate holds"),
              required("detail", STRING, "one sentence"))
          .withKey("model", "model_version", "kind")
          .withCheck("verdict", "not holds or mismatches = 0");
}
