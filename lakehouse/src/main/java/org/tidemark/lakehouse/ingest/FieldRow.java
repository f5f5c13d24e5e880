package org.tidemark.lakehouse.ingest;

import java.util.Optional;

/** One row of named fields as text, whatever container it came from: CSV, JSON lines or Parquet. */
public interface FieldRow {

  /**
   * The field's value as text, empty when the row has none (absent or null). Numbers are decimal
   * texts that lose no digit, times of a native type are ISO 8601 with their offset.
   */
  Optional<String> text(String column);

  /** Line or row number in the file, from 1. */
  long line();

  /** The row as text, for the table of rejected rows. */
  String raw();
}
