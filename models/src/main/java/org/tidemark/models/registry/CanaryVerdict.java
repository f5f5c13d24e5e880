package org.tidemark.models.registry;

import java.util.Optional;

/**
 * What became of a model file that a process of its own loaded and scored sample rows with.
 *
 * @param failure why it failed, in a few words; empty when it passed
 */
public record CanaryVerdict(Optional<String> failure) {
  /** The rows were scored, and as the model scores them. */
  public static final CanaryVerdict PASSED = new CanaryVerdict(Optional.empty());

  /** Anything else: killed, out of memory or time, refused, other scores, or never tried. */
  public static CanaryVerdict failed(String reason) {
    return new CanaryVerdict(Optional.of(reason));
  }
}
