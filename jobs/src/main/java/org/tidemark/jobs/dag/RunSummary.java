package org.tidemark.jobs.dag;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a run of a DAG ended, task by task in the order they were taken.
 *
 * @param dagId the DAG that ran
 * @param tasks one entry per task
 */
public record RunSummary(String dagId, List<Entry> tasks) {
  /** The end of one task. */
  public enum State {
    /** On record from an earlier run; not run again. */
    ALREADY_DONE,
    SUCCEEDED,
    FAILED,
    /** Not run because something above it failed. */
    SKIPPED
  }

  /**
   * @param attempts 1, or 0 when the task was not run
   * @param duration how long it took
   * @param message the runner's line, the reason of the failure, or why it was skipped
   */
  public record Entry(
      String taskId, State state, int attempts, Duration duration, String message) {}

  public RunSummary {
    tasks = List.copyOf(tasks);
  }

  /** Number of tasks that ended so. */
  public long count(State state) {
    return tasks.stream().filter(entry -> entry.state() == state).count();
  }

  /** 0 when nothing failed, else 1. */
  public int exitCode() {
    return count(State.FAILED) == 0 ? 0 : 1;
  }

  /** One line of counts, then one line per failure. */
  public List<String> lines() {
    List<String> failures =
        tasks.stream()
            .filter(entry -> entry.state() == State.FAILED)
            .map(entry -> "%s failed: %s".formatted(entry.taskId(), entry.message()))
            .toList();
    String counts =
        "%s: %d succeeded, %d already done, %d failed, %d skipped"
            .formatted(
                dagId,
                count(State.SUCCEEDED),
                count(State.ALREADY_DONE),
                count(State.FAILED),
                count(State.SKIPPED));
    return Stream.concat(Stream.of(counts), failures.stream()).toList();
  }
}
