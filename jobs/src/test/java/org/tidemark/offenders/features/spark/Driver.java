package org.tidemark.offenders.features.spark;

import org.apache.spark.sql.Row;
import org.tidemark.offenders.lakehouse.Lakehouse;

/** A driver may know Spark and the lakehouse. */
public record Driver(Row row, Lakehouse lakehouse) {}
