package org.tidemark.lakehouse;

import static org.tidemark.lakehouse.Column.optional;
import static org.tidemark.lakehouse.Column.required;
import static org.tidemark.lakehouse.ColumnType.DATE;
import static org.tidemark.lakehouse.ColumnType.DOUBLE;
import static org.tidemark.lakehouse.ColumnType.DOUBLES;
import static org.tidemark.lakehouse.ColumnType.INT;
import static org.tidemark.lakehouse.ColumnType.LONG;
import static org.tidemark.lakehouse.ColumnType.STRING;

/** Tables of the schema {@code models} that searches for settings fill. */
final class StudyTables {
  private StudyTables() {}

  static final Table STUDIES =
      Table.of(
              "models",
              "studies",
              "one row per study; with its steps it is all that going on after a crash needs",
              required("study", STRING, "study name"),
              required("model", STRING, "model name: the ledger that its trials count in"),
              required("run_id", STRING, "the run that made it"),
              required("as_of", DATE, "only what was known at 00:00 UTC of this date counts"),
              required("settings", STRING, "the settings that no trial changes, JSON"),
              required("space", STRING, "what may be set to what"),
              required("sampler", STRING, "how it chooses what to try"),
              required("pruner", STRING, "how it stops trials early"),
              required("metric", STRING, "what is measured on the test rows of each fold"),
              required("goal", STRING, "minimise or maximise"),
              required("trials", INT, "trials asked for, those that fail or are pruned too"),
              required("batch", INT, "trials proposed together"),
              required("folds", INT, "steps of a trial, one a fold"),
              required("seed", LONG, "seed of the choices"),
              required("split", STRING, "split whose folds are the steps"),
              required("seen", STRING, "which rows it has seen, in words"),
              required("rows_seen", LONG, "how many these are"),
              required("seen_from_nanos", LONG, "event time of the first of them"),
              required("seen_to_nanos", LONG, "event time of the last of them"),
              required("labels_to_nanos", LONG, "last instant that a label of them uses"),
              required("rows_hash", STRING, "order-free hash of the rows seen"),
              required("status", STRING, "running or done"),
              optional("best_trial", INT, "the best trial that did every fold, when done"),
              optional("best_value", DOUBLE, "its mean over the folds"),
              required("code_version", STRING, "Tidemark version and commit that began it"))
          .withKey("study");

  static final Table TRIALS =
      Table.of(
              "models",
              "trials",
              "one row per study and trial",
              required("study", STRING, "study name"),
              required("trial", INT, "trial number from 0"),
              required("run_id", STRING, "the run that made it"),
              required("learner", STRING, "learner"),
              required("parameters", STRING, "JSON"),
              required("seed", LONG, "seed"),
              optional("value", DOUBLE, "objective, absent when pruned or failed"),
              required("status", STRING, "done, pruned or failed"),
              required("folds", INT, "folds evaluated"))
          .withKey("study", "trial")
          .withMigration(
              new Migration.AddColumn(
                  optional("reason", STRING, "why it failed, or after how many folds it stopped")));

  static final Table STUDY_STEPS =
      Table.of(
              "models",
              "study_steps",
              "one row per study, trial and fold that was tried",
              required("study", STRING, "study name"),
              required("trial", INT, "trial number from 0"),
              required("step", INT, "fold number from 0"),
              required("assignment", STRING, "what the trial sets, in the order of the space"),
              required("state", STRING, "done or failed"),
              optional("value", DOUBLE, "the metric on the test rows of the fold, when done"),
              optional("reason", STRING, "why it failed"),
              required("rows_trained", LONG, "rows fitted on"),
              required("rows_tested", LONG, "rows scored"),
              required(
                  "period_ends",
                  STRING,
                  "end of each period of returns of the fold, nanoseconds, JSON; of a split that"
                      + " tests rows in several folds those of its first backtest path"),
              required("returns", DOUBLES, "return of each of these periods, after cost"))
          .withKey("study", "trial", "step");
}
