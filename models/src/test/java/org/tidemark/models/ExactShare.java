package org.tidemark.models;

import java.util.Locale;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * A count out of independent trials with the exact 95 % interval of its probability (Clopper and
 * Pearson 1934): the probabilities under which a count as low, or as high, is not rarer than 2.5 %.
 */
record ExactShare(int count, int of) {
  private static final double TAIL = 0.025;

  ExactShare {
    if (of < 1 || count < 0 || count > of) {
      throw new IllegalArgumentException(count + " of " + of + " is no share");
    }
  }

  double low() {
    return count == 0
        ? 0
        : BetaDistribution.of(count, of - count + 1.0).inverseCumulativeProbability(TAIL);
  }

  double high() {
    return count == of
        ? 1
        : BetaDistribution.of(count + 1.0, of - count).inverseSurvivalProbability(TAIL);
  }

  boolean canBe(double probability) {
    return low() <= probability && probability <= high();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%d of %d (%.1f to %.1f %%)", count, of, 100 * low(), 100 * high());
  }
}
