package org.tidemark.lakehouse.ingest;

/** A file or mapping that cannot be read at all: says which file, what is wrong and the remedy. */
public final class IngestException extends RuntimeException {
  public IngestException(String message) {
    super(message);
  }

  public IngestException(String message, Throwable cause) {
    super(message, cause);
  }
}
