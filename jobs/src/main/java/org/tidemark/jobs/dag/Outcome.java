package org.tidemark.jobs.dag;

/** How one attempt of a task ended. */
public sealed interface Outcome {
  /** The attempt did all its work; {@code message} is one line for the log, perhaps empty. */
  record Success(String message) implements Outcome {}

  /** The attempt failed; {@code reason} is one line. */
  record Failure(String reason) implements Outcome {}
}
