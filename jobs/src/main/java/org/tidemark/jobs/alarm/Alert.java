package org.tidemark.jobs.alarm;

import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One row of {@code models.alerts}.
 *
 * @param runId what raised it; of a monitor's alerts also when
 * @param value measured when it was raised, or became worse
 * @param file content hash of the version's file; empty where it is about none, or not known
 */
public record Alert(
    String runId,
    String rule,
    String subject,
    Severity severity,
    double value,
    double threshold,
    String message,
    Optional<String> file) {
  static Alert of(Row row) {
    return new Alert(
        row.getAs("run_id"),
        row.getAs("rule"),
        row.getAs("subject"),
        Severity.of(row.getAs("severity")),
        row.<Double>getAs("value"),
        row.<Double>getAs("threshold"),
        row.getAs("message"),
        Optional.ofNullable(row.getAs("onnx_sha256")));
  }

  Row row() {
    return RowFactory.create(
        runId, rule, subject, severity.id(), value, threshold, message, file.orElse(null));
  }

  boolean isAbout(Condition condition) {
    return rule.equals(condition.rule()) && subject.equals(condition.subject());
  }
}
