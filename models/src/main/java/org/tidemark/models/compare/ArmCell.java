package org.tidemark.models.compare;

/**
 * What two arms lost in one stretch of time in which both scored.
 *
 * @param startNanos start of the stretch
 * @param lossA mean loss of the rows of arm A, from 0 to 1
 * @param lossB that of arm B
 * @param rowsA scored rows of arm A, 1 or more
 * @param rowsB those of arm B
 */
public record ArmCell(long startNanos, double lossA, double lossB, long rowsA, long rowsB) {
  public ArmCell {
    if (!(lossA >= 0 && lossA <= 1 && lossB >= 0 && lossB <= 1)) {
      throw new IllegalArgumentException(
          "losses " + lossA + " and " + lossB + " must be from 0 to 1, as Brier scores are");
    }
    if (rowsA < 1 || rowsB < 1) {
      throw new IllegalArgumentException(
          rowsA + " and " + rowsB + " rows: both arms must have scored in a stretch that is told");
    }
  }
}
