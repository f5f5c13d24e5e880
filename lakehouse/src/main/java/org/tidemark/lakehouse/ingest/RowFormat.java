package org.tidemark.lakehouse.ingest;

import java.util.Iterator;
import java.util.Set;

/** A format that takes rows of named fields, whatever container another reader cut them out of. */
public interface RowFormat extends Format {

  /**
   * The fields that are read. A field is a column's name or, for an element of a list, the column's
   * name, a dot and the position from 0: {@code bids_px.0}.
   */
  Set<String> sourceColumns();

  /** Reads rows in file order. */
  IngestReader rows(String file, Iterator<FieldRow> rows, IngestOptions options);
}
