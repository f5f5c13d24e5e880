package org.tidemark.jobs.dag;

import java.util.List;

/** Does the work of one attempt of a task. */
@FunctionalInterface
public interface TaskRunner {
  /**
   * Runs the command to its end. An exception counts as a failure. The thread is interrupted when
   * the task's timeout has passed.
   *
   * @param arguments the task's command with every placeholder replaced
   */
  Outcome run(Task task, List<String> arguments) throws Exception;
}
