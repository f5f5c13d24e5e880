package org.tidemark.models.compare;

/**
 * What a test of two arms says at one look.
 *
 * @param observations stretches of time taken, none of which shares a label with another
 * @param toNanos end of the last of them
 * @param rowsA scored rows of arm A in them
 * @param rowsB those of arm B
 * @param lossA mean over the stretches of the loss of arm A
 * @param lossB that of arm B
 * @param low lower end of the confidence sequence of loss B less loss A
 * @param high upper end
 * @param pValue for no difference, valid at any time
 * @param cohensD of the losses, above 0 where B loses more; NaN where nothing varies or with one
 *     observation
 * @param cliffsDelta likewise, from -1 to 1
 * @param decision what follows
 */
public record ArmLook(
    long observations,
    long toNanos,
    long rowsA,
    long rowsB,
    double lossA,
    double lossB,
    double low,
    double high,
    double pValue,
    double cohensD,
    double cliffsDelta,
    Decision decision) {
  /** What follows from a look. */
  public enum Decision {
    /** Not decided yet: go on. */
    CONTINUE("continue"),
    /** Arm A loses less. */
    A("A"),
    /** Arm B loses less. */
    B("B"),
    /** All that was planned has been seen, and the two cannot be told apart. */
    NO_DIFFERENCE("no difference");

    private final String id;

    Decision(String id) {
      this.id = id;
    }

    /** The word that tables store. */
    public String id() {
      return id;
    }
  }

  /** Loss of B less loss of A: below 0 B is better. */
  public double difference() {
    return lossB - lossA;
  }
}
