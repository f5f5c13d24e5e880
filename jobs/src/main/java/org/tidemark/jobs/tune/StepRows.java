package org.tidemark.jobs.tune;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.Json;
import org.tidemark.lakehouse.Tables;
import org.tidemark.models.tune.Outcome;
import org.tidemark.models.tune.Report;
import org.tidemark.models.tune.Space;
import org.tidemark.models.tune.Work;
import scala.jdk.javaapi.CollectionConverters;

/** Steps as {@code models.study_steps} keeps them, and back, to the same bits. */
final class StepRows {
  private static final String DONE = "done";
  private static final String FAILED = "failed";
  private static final List<String> COLUMNS = Tables.STUDY_STEPS.columnNames();

  private StepRows() {}

  static Row row(String study, Step step) {
    Outcome outcome = step.report().outcome();
    return RowFactory.create(
        study,
        step.trial(),
        step.fold(),
        step.report().work().assignment().text(),
        step.failed() ? FAILED : DONE,
        outcome instanceof Outcome.Scored scored ? scored.value() : null,
        outcome instanceof Outcome.Failed failed ? failed.reason() : null,
        step.trained(),
        step.tested(),
        Json.line(step.returns().endNanos()),
        CollectionConverters.asScala(step.returns().returns()).toSeq());
  }

  /**
   * Reads a row back.
   *
   * @param row with the columns of the table in their order
   * @param space of its study
   */
  static Step of(Row row, Space space) {
    Work work =
        new Work(
            row.getInt(at("trial")),
            space.read(row.getString(at("assignment"))),
            row.getInt(at("step")));
    Outcome outcome =
        row.getString(at("state")).equals(DONE)
            ? new Outcome.Scored(row.getDouble(at("value")))
            : new Outcome.Failed(row.getString(at("reason")));
    byte[] ends = row.getString(at("period_ends")).getBytes(StandardCharsets.UTF_8);
    return new Step(
        new Report(work, outcome),
        row.getLong(at("rows_trained")),
        row.getLong(at("rows_tested")),
        new PeriodReturns(
            Arrays.stream(Json.read(ends, long[].class)).boxed().toList(),
            row.getList(at("returns"))));
  }

  private static int at(String column) {
    return COLUMNS.indexOf(column);
  }
}
