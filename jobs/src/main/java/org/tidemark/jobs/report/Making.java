package org.tidemark.jobs.report;

import java.util.List;

/**
 * How the run was made.
 *
 * @param commands the exact commands, in order
 * @param tables the table versions that the report was read from
 * @param tasks the tasks with their durations
 * @param facts name and value of everything else: feature set and hash, seed, commit, JVM, OS, CPU
 */
public record Making(
    List<Command> commands, List<TableVersion> tables, List<TaskRun> tasks, List<Fact> facts) {
  public Making {
    commands = List.copyOf(commands);
    tables = List.copyOf(tables);
    tasks = List.copyOf(tasks);
    facts = List.copyOf(facts);
  }

  /**
   * One command.
   *
   * @param purpose what it is for
   * @param line what to type
   */
  public record Command(String purpose, String line) {}

  /**
   * One table's version.
   *
   * @param table schema and name
   * @param version the table format's version number
   * @param rows rows at that version
   */
  public record TableVersion(String table, long version, long rows) {}

  /**
   * One task of the run.
   *
   * @param task its id
   * @param state how it ended, such as done, resumed or skipped
   * @param seconds wall time
   */
  public record TaskRun(String task, String state, double seconds) {
    public TaskRun {
      Checks.named(task, "task");
      if (!(seconds >= 0)) {
        throw new IllegalArgumentException(
            "task " + task + " took " + seconds + " s but a duration is at least 0; measure again");
      }
    }
  }

  /**
   * One named fact.
   *
   * @param name what it is
   * @param value its value
   */
  public record Fact(String name, String value) {}
}
