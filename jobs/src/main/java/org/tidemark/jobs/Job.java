package org.tidemark.jobs;

import org.tidemark.lakehouse.spark.TableStore;

/**
 * One unit of work on a lake. Idempotent: the same arguments on the same inputs leave the same
 * content in every table it writes.
 *
 * @param <A> arguments
 * @param <R> what it did, in figures; stored as JSON in {@code models.runs}
 */
public interface Job<A extends Record, R extends Record> {
  /** Lower snake case; the task id in a DAG. */
  String name();

  /** Does the work. */
  R run(TableStore store, A args);
}
