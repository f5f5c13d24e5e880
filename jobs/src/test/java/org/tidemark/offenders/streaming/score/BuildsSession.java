package org.tidemark.offenders.streaming.score;

import org.apache.spark.sql.SparkSession;

/** Starts Spark on its own terms. */
final class BuildsSession {
  SparkSession session() {
    return SparkSession.builder().getOrCreate();
  }
}
