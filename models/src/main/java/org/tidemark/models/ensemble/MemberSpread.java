package org.tidemark.models.ensemble;

/**
 * How far the members of an ensemble lie apart: the standard deviation of their scores about their
 * plain mean, with {@code members - 1} below it; 0 for a single member. Of models fitted on
 * bootstrap samples it estimates the standard error that the choice of rows leaves in a score. It
 * says nothing of the noise in the label.
 */
public final class MemberSpread {
  private MemberSpread() {}

  /**
   * Of one output of one row.
   *
   * @param scores member after member
   * @param first index of the output of the first member
   * @param step from one member's output to the next one's
   */
  static double of(float[] scores, int first, int members, int step) {
    double mean = 0;
    for (int m = 0; m < members; m++) {
      mean += scores[first + m * step];
    }
    mean /= members;
    double squares = 0;
    for (int m = 0; m < members; m++) {
      double apart = scores[first + m * step] - mean;
      squares += apart * apart;
    }
    return Math.sqrt(squares / Math.max(1, members - 1));
  }

  /** Of the last output of each row of members that were scored side by side. */
  public static double[] of(MemberScores scores) {
    int width = scores.target().width();
    double[] spread = new double[scores.rows().rows()];
    for (int row = 0; row < spread.length; row++) {
      spread[row] = of(scores.scores(row), width - 1, scores.members(), width);
    }
    return spread;
  }
}
