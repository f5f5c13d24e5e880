package org.tidemark.jobs.monitor;

/** Live and batch do not agree; the message names the first difference. */
public final class ParityException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ParityException(String message) {
    super(message);
  }
}
