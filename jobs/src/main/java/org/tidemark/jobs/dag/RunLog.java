package org.tidemark.jobs.dag;

import java.time.Duration;

/** What has already succeeded in one run of a DAG for one date. */
public interface RunLog {
  /** Whether the task, with the command it has now, is on record as succeeded. */
  boolean isDone(Task task);

  /** Puts a success on record, all or nothing. */
  void recordSuccess(Task task, int attempts, Duration duration);

  /** Takes a success off the record; nothing happens when there is none. */
  void forget(Task task);
}
