package org.tidemark.features.cross;

import java.io.Serializable;
import org.tidemark.features.FeatureId;
import org.tidemark.features.Output;

/**
 * One number about a member of a universe beside the others, read when it has a bar. A pure
 * function of the view; all state is in the replay.
 *
 * <p>Arithmetic is in {@code double}, rounded once to {@code float}. Sums run from the oldest to
 * the newest. NaN means "not ready" and nothing else.
 */
public interface CrossFeature extends Serializable {
  /** The one column. */
  Output output();

  /** The definition in words. */
  CrossDoc doc();

  /**
   * Pairs of returns that it needs: it is ready at the member's bar of that number plus one, and
   * sees nothing from before the bar where the oldest of them begins.
   */
  int pairs();

  /** The value; called with at least {@link #pairs()} pairs. */
  double value(CrossView view);

  /** Name and version; the version rises when any output bit may change. */
  default FeatureId id() {
    return new FeatureId(output().name(), 1);
  }
}
