package org.tidemark.features.state;

/** A stored state cannot be used: damaged, of another feature set, or of an unknown format. */
public final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StateException(String message) {
    super(message);
  }

  public StateException(String message, Throwable cause) {
    super(message, cause);
  }
}
