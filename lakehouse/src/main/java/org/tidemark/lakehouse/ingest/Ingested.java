package org.tidemark.lakehouse.ingest;

/** What became of one data row of a file: accepted as an event, or rejected with its reason. */
public sealed interface Ingested permits Accepted, Rejected {

  /** The row's line in the file, from 1, header and blank lines counted; row number for Parquet. */
  long line();
}
