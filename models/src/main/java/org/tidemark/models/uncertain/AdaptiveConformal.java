package org.tidemark.models.uncertain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Predictions;

/**
 * Intervals about estimates as time goes on: those of a row come from the residuals of rows whose
 * labels had ended by its event time, of all folds. With a step above 0 the share that may be
 * missed is steered by adaptive conformal inference (Gibbs and Candes, NeurIPS 34, 2021): {@code
 * aimed += step * (miss - missed)} whenever a label ends, so that after misses intervals widen.
 * What a row counts as missed is whether its own interval, as it was made then, missed its label.
 *
 * @param miss share of labels that may lie outside, above 0 and below 1
 * @param step of the steering, 0 (none) to below 1; 0.005 to 0.05 are usual
 */
public record AdaptiveConformal(double miss, double step) {
  public AdaptiveConformal {
    ConformalRank.of(1, miss);
    if (!(step >= 0 && step < 1)) {
      throw new IllegalArgumentException("step " + step + " must be from 0 to below 1");
    }
  }

  /**
   * What has been steered to.
   *
   * @param intervals of each row: infinite where too little was known, empty of width at the least
   * @param radius half the width of the next interval, when all labels have ended
   */
  public record Steered(List<Interval> intervals, double radius) {}

  /** The interval of each row. */
  public List<Interval> of(Predictions p) {
    return steer(p).intervals();
  }

  /** The interval of each row, and what comes after them. */
  public Steered steer(Predictions p) {
    if (!(p.target() instanceof Target.Regression)) {
      throw new IllegalArgumentException(
          "intervals are of real numbers, but " + p.target() + " was predicted; use sets");
    }
    double[] sizes = new double[p.rows()];
    Arrays.setAll(sizes, i -> Math.abs(p.labels()[i] - p.scores()[i]));
    int[] byEnd =
        IntStream.range(0, p.rows())
            .boxed()
            .sorted(Comparator.comparingLong(i -> p.spanEndNanos()[i]))
            .mapToInt(i -> i)
            .toArray();
    KnownScores known = new KnownScores(sizes);
    List<Interval> intervals = new ArrayList<>(p.rows());
    double aimed = miss;
    int ended = 0;
    for (int row = 0; row < p.rows(); row++) {
      while (ended < byEnd.length && p.spanEndNanos()[byEnd[ended]] <= p.eventTimeNanos()[row]) {
        aimed += learn(byEnd[ended], step(row - ended), known, intervals, p);
        ended++;
      }
      double radius = radius(known, aimed);
      intervals.add(new Interval(p.scores()[row] - radius, p.scores()[row] + radius));
    }
    while (ended < byEnd.length) {
      aimed += learn(byEnd[ended], step(p.rows() - ended), known, intervals, p);
      ended++;
    }
    return new Steered(intervals, radius(known, aimed));
  }

  /**
   * All rows in flight were made with about one aim, so that together they answer to one mistake of
   * it: they must not steer by more than one step each could.
   */
  private double step(int inFlight) {
    return Math.min(step, 1.0 / inFlight);
  }

  /** A label has ended; by how much the share aimed at changes. */
  private double learn(
      int at, double step, KnownScores known, List<Interval> intervals, Predictions p) {
    known.learn(at);
    boolean missed = !intervals.get(at).covers(p.labels()[at]);
    return step * (miss - (missed ? 1 : 0));
  }

  private static double radius(KnownScores known, double aimed) {
    if (aimed >= 1) {
      return 0;
    }
    int rank = aimed <= 0 ? known.count() + 1 : ConformalRank.of(known.count(), aimed);
    return rank > known.count() ? Double.POSITIVE_INFINITY : known.smallest(rank);
  }
}
