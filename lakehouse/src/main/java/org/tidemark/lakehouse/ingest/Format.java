package org.tidemark.lakehouse.ingest;

import java.io.Serializable;

/** A way to read one kind of file. Formats hold no state and may be sent to other machines. */
public interface Format extends Serializable {

  /** The name a user types, for example {@code bitfinex-candles}. */
  String name();

  /**
   * What tells this way of reading from every other: stored in the identity of what was ingested,
   * so it may change only when the same bytes would become other events.
   */
  default String identity() {
    return name();
  }

  /** One sentence: what it reads and what it does about the source's quirks. */
  String describe();

  /**
   * Opens a file. The reader yields one {@link Ingested} per data row in file order and must be
   * closed.
   *
   * @throws IngestException when the file as a whole cannot be of this format
   */
  IngestReader open(SourceFile file, IngestOptions options);
}
