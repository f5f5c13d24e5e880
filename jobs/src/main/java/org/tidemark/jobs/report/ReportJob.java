package org.tidemark.jobs.report;

import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.spark.TableStore;

/** Writes the report of a run. */
public final class ReportJob implements Job<NightlyArgs, ReportJob.Summary> {
  /** Where the report is. */
  public record Summary(String path, long bytes) {}

  @Override
  public String name() {
    return "report";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    throw new IllegalStateException("report of " + args.runId() + " has no writer");
  }
}
