/**
 * Readers of real market-data files. Every data row of a file becomes exactly one accepted event or
 * one rejected row with a reason; rows stream in file order and memory stays constant. Numbers,
 * times, offsets and the quirks of each source are decided here and nowhere else. No Spark.
 */
package org.tidemark.lakehouse.ingest;
