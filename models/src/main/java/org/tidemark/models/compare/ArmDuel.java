package org.tidemark.models.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * A test of two arms that may be looked at as often as one likes.
 *
 * <p>Observations are differences of mean loss (B less A, so from -1 to 1) in stretches of time as
 * long as the longest label, told to a {@link BoundedSequence}. Of neighbouring stretches one is
 * taken: then no label that one observation used reaches into the next. After the planned number of
 * observations the test is over; what comes later is not taken.
 */
public final class ArmDuel {
  private final double alpha;
  private final long planned;
  private final long cellNanos;

  /**
   * A test, to be stated before its first look.
   *
   * @param alpha chance of a wrong decision over all looks, above 0 and below 1
   * @param planned observations after which it ends, 1 or more
   * @param cellNanos length of a stretch, no shorter than the longest label
   */
  public ArmDuel(double alpha, long planned, long cellNanos) {
    if (planned < 1) {
      throw new IllegalArgumentException(
          "planned = " + planned + " must be 1 or more observations");
    }
    if (cellNanos < 1) {
      throw new IllegalArgumentException("a stretch of " + cellNanos + " ns must be above 0");
    }
    this.alpha = alpha;
    this.planned = planned;
    this.cellNanos = cellNanos;
  }

  /**
   * Looks at all that is known.
   *
   * @param cells complete stretches in which both arms scored, in order of time, one at least;
   *     those of an earlier look stand first and are the same
   */
  public ArmLook look(List<ArmCell> cells) {
    List<ArmCell> taken = apart(cells);
    if (taken.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no stretch of time in which both arms have scored; wait for more scores");
    }
    BoundedSequence sequence = new BoundedSequence(alpha, -1, 1);
    long rowsA = 0;
    long rowsB = 0;
    for (ArmCell cell : taken) {
      sequence.add(cell.lossB() - cell.lossA());
      rowsA += cell.rowsA();
      rowsB += cell.rowsB();
    }
    double[] a = taken.stream().mapToDouble(ArmCell::lossA).toArray();
    double[] b = taken.stream().mapToDouble(ArmCell::lossB).toArray();
    return new ArmLook(
        taken.size(),
        taken.get(taken.size() - 1).startNanos() + cellNanos,
        rowsA,
        rowsB,
        Sample.of("A", a, 1).mean(),
        Sample.of("B", b, 1).mean(),
        Math.max(-1, sequence.low()), // no difference is wider
        Math.min(1, sequence.high()),
        sequence.pValue(),
        a.length > 1 ? EffectSize.cohensD(b, a) : Double.NaN,
        EffectSize.cliffsDelta(b, a),
        decision(sequence));
  }

  private List<ArmCell> apart(List<ArmCell> cells) {
    List<ArmCell> taken = new ArrayList<>();
    long free = Long.MIN_VALUE;
    for (ArmCell cell : cells) {
      if (cell.startNanos() >= free && taken.size() < planned) {
        taken.add(cell);
        free = cell.startNanos() + 2 * cellNanos;
      }
    }
    return taken;
  }

  private ArmLook.Decision decision(BoundedSequence sequence) {
    return switch (sequence.verdict()) {
      case ABOVE -> ArmLook.Decision.A;
      case BELOW -> ArmLook.Decision.B;
      case OPEN ->
          sequence.count() < planned ? ArmLook.Decision.CONTINUE : ArmLook.Decision.NO_DIFFERENCE;
    };
  }
}
