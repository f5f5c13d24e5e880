package org.tidemark.lakehouse;

import static org.tidemark.lakehouse.Column.optional;
import static org.tidemark.lakehouse.Column.required;
import static org.tidemark.lakehouse.ColumnType.BOOLEAN;
import static org.tidemark.lakehouse.ColumnType.DOUBLE;
import static org.tidemark.lakehouse.ColumnType.INT;
import static org.tidemark.lakehouse.ColumnType.LONG;
import static org.tidemark.lakehouse.ColumnType.STRING;
import static org.tidemark.lakehouse.ColumnType.TIMESTAMP;

/** The table of the schema {@code models} that says how sure predictions were. */
final class IntervalTables {
  private IntervalTables() {}

  static final Table INTERVALS =
      Table.of(
              "models",
              "intervals",
              "one row per run, learner, instrument, out-of-fold row and fold that scored it, where"
                  + " the run's settings ask for intervals",
              required(
                  "run_id",
                  STRING,
                  "the run that wrote the row, for example nightly-2018-06-01-direction"),
              required("learner", STRING, "learner, or ensemble"),
              required("instrument", STRING, "instrument id"),
              required("event_time", TIMESTAMP, "point in time of the row"),
              required("event_time_nanos", LONG, "the same in nanoseconds"),
              required("fold", INT, "fold whose model never saw this row"),
              required("method", STRING, "how it was made: setting interval of the run"),
              required("level", DOUBLE, "share of labels that are to lie inside"),
              optional(
                  "low", DOUBLE, "lower end, in the unit of the label; absent for sets of classes"),
              optional("high", DOUBLE, "upper end"),
              optional(
                  "classes",
                  STRING,
                  "the classes of the set, ascending, with commas between; absent for intervals"),
              optional(
                  "covered",
                  BOOLEAN,
                  "whether the label lay inside; absent, with the columns before it, where too"
                      + " little was known at the time"))
          .withKey("run_id", "learner", "instrument", "event_time", "fold")
          .withCheck("ends", "low is null or low <= high")
          .withCheck(
              "inside_of_something",
              "(covered is null) = (low is null and high is null and classes is null)");
}
