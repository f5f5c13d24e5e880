package org.tidemark.models.registry;

import java.util.Locale;

/**
 * What to do when the champion's live accuracy falls below what validation promised (X14).
 *
 * <p>The drop is counted in percentage points: {@code (promised - live) * 100}, so that from 0.60
 * to 0.54 it is 6. A difference of two accuracies means the same share of wrong decisions wherever
 * it starts; a relative drop would let a better model lose more of them before anybody is told. It
 * is rounded to 1e-7, so that a drop of exactly the limit is not over it by a rounding error. A
 * rise is a drop of 0.
 *
 * @param warningAbovePoints drop above which people are told, percentage points
 * @param criticalAbovePoints drop above which the champion is rolled back; at least the other
 * @param fewestRows live rows below which nothing is decided
 */
public record DegradationRule(
    double warningAbovePoints, double criticalAbovePoints, long fewestRows) {
  /** Above 5 points a warning, above 10 points a rollback, from 500 rows. */
  public static final DegradationRule STANDARD = new DegradationRule(5, 10, 500);

  /** What to do about the champion. */
  public sealed interface Decision {
    /** Nothing. */
    record Stay(String reason) implements Decision {}

    /** Tell people; the champion goes on serving. */
    record Warn(String reason) implements Decision {}

    /** Serve the previous champion again. */
    record RollBack(String reason) implements Decision {}

    /** Why, in a plain sentence. */
    String reason();
  }

  public DegradationRule {
    if (!(warningAbovePoints >= 0 && criticalAbovePoints >= warningAbovePoints)) {
      throw new IllegalArgumentException(
          "limits " + warningAbovePoints + " and " + criticalAbovePoints + " must rise from 0");
    }
    if (fewestRows < 1) {
      throw new IllegalArgumentException("fewest rows = " + fewestRows + " must be 1 or more");
    }
  }

  /**
   * Decides.
   *
   * @param promisedAccuracy out-of-sample accuracy at promotion, above 0, at most 1
   * @param liveAccuracy accuracy of live scores whose outcome is known; NaN where there are none
   * @param liveRows number of those scores
   */
  public Decision decide(double promisedAccuracy, double liveAccuracy, long liveRows) {
    if (!(promisedAccuracy > 0 && promisedAccuracy <= 1)) {
      throw new IllegalArgumentException(
          "promised accuracy " + promisedAccuracy + " must be above 0 and at most 1");
    }
    if (liveRows < fewestRows || Double.isNaN(liveAccuracy)) {
      return new Decision.Stay(
          liveRows + " live outcomes are known; " + fewestRows + " are needed to judge.");
    }
    double drop = dropPoints(promisedAccuracy, liveAccuracy);
    String figures =
        String.format(
            Locale.ROOT,
            "Accuracy is %.4f over %d live outcomes against %.4f promised, a drop of %.2f points",
            liveAccuracy,
            liveRows,
            promisedAccuracy,
            drop);
    if (drop > criticalAbovePoints) {
      return new Decision.RollBack(
          figures + ", above the " + criticalAbovePoints + " points that are critical.");
    }
    if (drop > warningAbovePoints) {
      return new Decision.Warn(
          figures + ", above the " + warningAbovePoints + " points that are allowed.");
    }
    return new Decision.Stay(
        figures + ", within the " + warningAbovePoints + " points that are allowed.");
  }

  /** The drop in percentage points, rounded to 1e-7; 0 for a rise. */
  public static double dropPoints(double promised, double live) {
    return Math.max(0, Math.rint((promised - live) * 1e9) / 1e7);
  }
}
