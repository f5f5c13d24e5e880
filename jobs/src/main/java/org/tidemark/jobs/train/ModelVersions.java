package org.tidemark.jobs.train;

import org.tidemark.jobs.NightlyArgs;

/** How model versions are named: the date whose data made them, and the learner. */
public final class ModelVersions {
  private ModelVersions() {}

  /** For example {@code 2018-06-01-xgboost}. */
  public static String of(NightlyArgs args, String learner) {
    return args.asOf() + "-" + learner;
  }
}
