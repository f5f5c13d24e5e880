package org.tidemark.jobs.causality;

import org.apache.spark.sql.Row;

/** One row of one input table. */
record InputRow(InputTable table, Row row) {}
