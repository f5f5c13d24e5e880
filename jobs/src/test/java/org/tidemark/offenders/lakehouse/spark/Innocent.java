package org.tidemark.offenders.lakehouse.spark;

import org.apache.spark.sql.Row;
import org.tidemark.offenders.lakehouse.Lakehouse;

/** Spark in its place. */
public record Innocent(Row row, Lakehouse lakehouse) {}
