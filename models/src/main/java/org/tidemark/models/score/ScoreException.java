package org.tidemark.models.score;

/** A model that the guard let through could not be scored as it must. */
public final class ScoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScoreException(String message) {
    super(message);
  }

  ScoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
