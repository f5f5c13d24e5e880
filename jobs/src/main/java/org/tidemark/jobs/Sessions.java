package org.tidemark.jobs;

import org.apache.spark.sql.SparkSession;

/** The only builder of Spark sessions: every setting comes from spark-submit and its files. */
public final class Sessions {
  private Sessions() {}

  /** The session of this application. */
  public static SparkSession open() {
    return SparkSession.builder().getOrCreate();
  }
}
