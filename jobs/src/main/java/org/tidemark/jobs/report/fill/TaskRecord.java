package org.tidemark.jobs.report.fill;

import static org.tidemark.jobs.report.fill.LakeReader.number;
import static org.tidemark.jobs.report.fill.LakeReader.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tidemark.jobs.dag.NightlyDag;
import org.tidemark.jobs.dag.Task;
import org.tidemark.lakehouse.Tables;

/**
 * What the run's log says of one task.
 *
 * @param summary the task's figures, JSON
 * @param environment where it ran, JSON
 */
record TaskRecord(
    String task,
    String status,
    String command,
    String summary,
    double seconds,
    String codeVersion,
    String environment) {
  private static final String SELF = "report";

  /**
   * The tasks that ran before the report, in the order of the DAG. The report's own record and that
   * of later tasks come after it, so a second report of the same tables says the same.
   */
  static List<TaskRecord> of(LakeReader lake) {
    List<String> before = expected();
    List<TaskRecord> found =
        new ArrayList<>(
            lake.mine(Tables.RUNS).collectAsList().stream()
                .map(
                    r ->
                        new TaskRecord(
                            text(r, "task"),
                            text(r, "status"),
                            text(r, "command"),
                            text(r, "summary"),
                            number(r, "seconds"),
                            text(r, "code_version"),
                            text(r, "environment")))
                .filter(r -> before.contains(r.task()))
                .toList());
    found.sort(Comparator.comparingInt(r -> before.indexOf(r.task())));
    return found;
  }

  /** Ids of the tasks in front of the report. */
  static List<String> expected() {
    return NightlyDag.DAG.topological().stream()
        .map(Task::id)
        .takeWhile(id -> !id.equals(SELF))
        .toList();
  }
}
