package org.tidemark.lakehouse;

import static org.tidemark.lakehouse.Column.optional;
import static org.tidemark.lakehouse.Column.required;
import static org.tidemark.lakehouse.ColumnType.BOOLEAN;
import static org.tidemark.lakehouse.ColumnType.DOUBLE;
import static org.tidemark.lakehouse.ColumnType.INT;
import static org.tidemark.lakehouse.ColumnType.LONG;
import static org.tidemark.lakehouse.ColumnType.STRING;

/** Tables of the schema {@code models} that say which of two is better. */
final class ComparisonTables {
  private ComparisonTables() {}

  private static Migration add(String name, ColumnType type, String meaning) {
    return new Migration.AddColumn(optional(name, type, meaning));
  }

  static final Table MODEL_COMPARISONS =
      Table.of(
              "models",
              "model_comparisons",
              "one row per run and learner, and one per run, two that were compared and test",
              required(
                  "run_id",
                  STRING,
                  "the run that wrote the row, for example nightly-2018-06-01-direction"),
              required("learner", STRING, "learner"),
              required("model", STRING, "model name"),
              optional("model_version", STRING, "model version when registered"),
              optional("auc", DOUBLE, "area under the ROC curve, out of sample"),
              optional("log_loss", DOUBLE, "out of sample"),
              optional("sharpe", DOUBLE, "annualised, after cost"),
              required("composite", DOUBLE, "score used to rank, higher is better"),
              required("rank", INT, "of the learner among those of the run, 1 is best"),
              required("winner", BOOLEAN, "whether it won, against all or against the rival"),
              required("reason", STRING, "the decision in one sentence"))
          .withKey("run_id", "learner")
          .withMigration(
              add("rival", STRING, "whom the learner was tested against; absent in its own row"),
              add("against", STRING, "learner of the same run, or champion that serves"),
              add("test", STRING, "diebold-mariano, paired-t or mann-whitney"),
              add(
                  "measure",
                  STRING,
                  "log_loss or squared_error: mean of a stretch of one label length; return: of a"
                      + " period, after cost"),
              add("observations", LONG, "stretches or periods on either side"),
              add("value", DOUBLE, "mean measure of the learner"),
              add("rival_value", DOUBLE, "mean measure of the rival on the same rows"),
              add("difference", DOUBLE, "learner less rival"),
              add("ci_low", DOUBLE, "lower end of the 95 % bootstrap interval of the difference"),
              add("ci_high", DOUBLE, "upper end of it"),
              add("cohens_d", DOUBLE, "difference in standard deviations"),
              add(
                  "cliffs_delta",
                  DOUBLE,
                  "chance that the learner's is above less chance that it is below, -1 to 1"),
              add("p_value", DOUBLE, "two-sided, of this test alone; absent where none was made"),
              add("p_holm", DOUBLE, "corrected for all pairs of the run in this test, after Holm"),
              add(
                  "p_bh",
                  DOUBLE,
                  "false discovery rate over the same pairs, after Benjamini and Hochberg"),
              add("outcome", STRING, "who is better, no difference, or not tested"));

  static final Table AB_TESTS =
      Table.of(
              "models",
              "ab_tests",
              "one row per test and look",
              required("test", STRING, "test name"),
              required("look", INT, "number of the look, from 1"),
              required("run_id", STRING, "the run that looked"),
              required("arm_a", STRING, "model version of arm A"),
              required("arm_b", STRING, "model version of arm B"),
              required("metric", STRING, "loss compared, lower is better: brier"),
              required("difference", DOUBLE, "B minus A"),
              required(
                  "ci_low", DOUBLE, "lower end of the confidence sequence, safe at every look"),
              required("ci_high", DOUBLE, "upper end of it"),
              required("p_value", DOUBLE, "p value for no difference, valid whenever one looks"),
              required("n_a", LONG, "scored bars of arm A that the look took"),
              required("n_b", LONG, "scored bars of arm B that it took"),
              required("decision", STRING, "continue, A, B or no difference (at the planned size)"))
          .withKey("test", "look")
          .withMigration(
              add("model", STRING, "model name"),
              add(
                  "design",
                  STRING,
                  "same-bars: both versions scored each bar; same-time: other bars of the same"
                      + " stretches of time"),
              add(
                  "observations",
                  LONG,
                  "stretches of time that the sequence took, none sharing a label"),
              add("planned", LONG, "observations after which the test ends"),
              add("alpha", DOUBLE, "chance of a wrong decision over all looks"),
              add("from_nanos", LONG, "where the first stretch begins"),
              add("to_nanos", LONG, "end of the last stretch taken"),
              add("value_a", DOUBLE, "mean loss of arm A"),
              add("value_b", DOUBLE, "mean loss of arm B"),
              add("cohens_d", DOUBLE, "difference in standard deviations"),
              add(
                  "cliffs_delta",
                  DOUBLE,
                  "chance that B loses more less chance that it loses less"),
              add("waiting", LONG, "scored bars of both arms whose label is not known yet"),
              add("sha256_a", STRING, "content hash of the ONNX file of arm A"),
              add("sha256_b", STRING, "content hash of that of arm B"));
}
