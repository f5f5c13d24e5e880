package org.tidemark.jobs.alarm;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One row of {@code models.alerts}.
 *
 * @param runId what raised it; of a monitor's alerts also when
 * @param value measured when it was raised, or became worse
 */
public record Alert(
    String runId,
    String rule,
    String subject,
    Severity severity,
    double value,
    double threshold,
    String message) {
  static Alert of(Row row) {
    return new Alert(
        row.getAs("run_id"),
        row.getAs("rule"),
        row.getAs("subject"),
        Severity.of(row.getAs("severity")),
        row.<Double>getAs("value"),
        row.<Double>getAs("threshold"),
        row.getAs("message"));
  }

  Row row() {
    return RowFactory.create(runId, rule, subject, severity.id(), value, threshold, message);
  }

  boolean isAbout(Condition condition) {
    return rule.equals(condition.rule()) && subject.equals(condition.subject());
  }
}
