package org.tidemark.models.learn;

import java.io.Serializable;

/**
 * What one worker of a fit brings back.
 *
 * @param problem why no worker has fitted, the same text from all; empty if they have
 * @param model native bytes from the worker of rank 0, nothing from the others
 */
record WorkerResult(String problem, byte[] model) implements Serializable {
  private static final long serialVersionUID = 1L;

  static WorkerResult refused(String problem) {
    return new WorkerResult(problem, new byte[0]);
  }

  static WorkerResult fitted(byte[] model) {
    return new WorkerResult("", model);
  }
}
