package org.tidemark.models.learn;

/** A fit or a native score that failed for a reason outside the caller's arguments. */
public final class LearnException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LearnException(String message) {
    super(message);
  }

  LearnException(String message, Throwable cause) {
    super(message, cause);
  }
}
