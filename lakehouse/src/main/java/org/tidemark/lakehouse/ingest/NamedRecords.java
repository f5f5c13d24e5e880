package org.tidemark.lakehouse.ingest;

/** A cursor over rows of named fields. */
interface NamedRecords extends Records {

  /** The current row; rejects one that cannot be cut into fields. */
  FieldRow row() throws RejectedRow;
}
