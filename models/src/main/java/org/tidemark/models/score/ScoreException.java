package org.tidemark.models.score;

/** ONNX Runtime failed on a model that the guard let through. */
public final class ScoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
