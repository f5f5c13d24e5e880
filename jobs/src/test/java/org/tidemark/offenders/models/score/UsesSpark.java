package org.tidemark.offenders.models.score;

import org.apache.spark.sql.SparkSession;

/** A scorer that needs an engine. */
final class UsesSpark {
  SparkSession session;
}
