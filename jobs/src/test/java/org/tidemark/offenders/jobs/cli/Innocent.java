package org.tidemark.offenders.jobs.cli;

import java.time.InstantSource;
import org.apache.spark.sql.SparkSession;

/** Jobs may read the clock and the environment, and start Spark. */
public final class Innocent {
  /** A number. */
  public int run() {
    SparkSession.builder();
    return (System.getenv("X") + InstantSource.system().instant()).length();
  }
}
