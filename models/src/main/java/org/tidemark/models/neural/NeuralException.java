package org.tidemark.models.neural;

/** PyTorch is not there, or failed. */
public final class NeuralException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NeuralException(String message, Throwable cause) {
    super(message, cause);
  }
}
