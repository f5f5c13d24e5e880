package org.tidemark.streaming.score;

import java.util.List;

/**
 * Who scores beside the champion.
 *
 * @param challengerShare share of bars that the registry's challenger serves, 0 to below 1; 0 keeps
 *     it out
 * @param shadows versions that score every bar and serve none
 */
public record Rivals(double challengerShare, List<String> shadows) {
  /** The share that a challenger is customarily given (X11). */
  public static final double STANDARD_SHARE = 0.1;

  /** Nobody. */
  public static final Rivals NONE = new Rivals(0, List.of());

  public Rivals {
    shadows = List.copyOf(shadows);
    if (!(challengerShare >= 0 && challengerShare < 1)) {
      throw new IllegalArgumentException(
          "challenger share = " + challengerShare + " must be 0 or more and below 1");
    }
    if (shadows.stream().distinct().count() != shadows.size()) {
      throw new IllegalArgumentException("shadows " + shadows + " name a version twice");
    }
  }
}
