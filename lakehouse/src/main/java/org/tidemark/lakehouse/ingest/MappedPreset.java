package org.tidemark.lakehouse.ingest;

import java.util.Iterator;
import java.util.Set;

/**
 * A built-in format that a mapping says all about.
 *
 * @param describe one sentence for the list of formats
 */
record MappedPreset(String name, String describe, MappedFormat mapping) implements RowFormat {

  /** What the mapping says; how this program describes it may change. */
  @Override
  public String identity() {
    return mapping.yaml();
  }

  @Override
  public Set<String> sourceColumns() {
    return mapping.sourceColumns();
  }

  @Override
  public IngestReader open(SourceFile file, IngestOptions options) {
    return mapping.open(file, options);
  }

  @Override
  public IngestReader rows(String file, Iterator<FieldRow> rows, IngestOptions options) {
    return mapping.rows(file, rows, options);
  }
}
