package org.tidemark.offenders.models.learn;

import org.apache.spark.sql.Row;

/** Training code: Spark is at home here. */
public record Fits(Row row) {}
