package org.tidemark.offenders.jobs;

import org.tidemark.offenders.jobs.train.Task;

/** Is used by the packages below it, so it must not use them. */
public final class RootOfJobs {
  Task task;
}
