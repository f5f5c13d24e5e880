package org.tidemark.models.ensemble;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.tidemark.models.calibrate.Calibrator;

/**
 * The weights, 0 or more with sum 1, whose weighted mean of the members' scores has the least mean
 * log loss, or the least mean squared error of a real target, or the least mean pinball loss of a
 * quantile of it: a convex problem, solved by Newton steps along a logarithmic barrier whose height
 * falls from 1e-2 to 1e-11. Probabilities are kept within {@link Calibrator#EDGE}; members that
 * always say the same share their weight equally.
 *
 * <p>Sums run over the rows in their order: the same rows give the same bits.
 */
final class SimplexFit {
  private static final double FIRST_HEIGHT = 1e-2;
  private static final double LAST_HEIGHT = 1e-11;
  private static final int MOST_STEPS = 60;
  private static final int MOST_HALVES = 50;
  private static final double CLOSE = 1e-14;

  /** Makes the best weights unique where members say the same. */
  private static final double RIDGE = 1e-9;

  /** What the barrier leaves to a member that should have nothing. */
  private static final double NOTHING = 1e-6;

  private final double[][] said;
  private final double[] truth;
  private final MixLoss loss;

  private SimplexFit(double[][] said, double[] truth, MixLoss loss) {
    this.said = said;
    this.truth = truth;
    this.loss = loss;
  }

  /**
   * The best weights on some rows.
   *
   * @param picked their indices, one or more
   * @param quantile that real labels are estimated by; their mean without
   */
  static double[] fit(MemberScores scores, int[] picked, OptionalDouble quantile) {
    MixLoss loss = MixLoss.of(scores.target(), quantile);
    boolean estimates = loss.ofEstimates();
    double[][] said = new double[scores.members()][picked.length];
    double[] truth = new double[picked.length];
    double size = 0;
    for (int i = 0; i < picked.length; i++) {
      truth[i] = estimates ? scores.rows().labels()[picked[i]] : 1;
      size += truth[i] * truth[i];
      for (int m = 0; m < said.length; m++) {
        double own = scores.ofTruth(m, picked[i]);
        said[m][i] =
            estimates ? own : Math.min(1 - Calibrator.EDGE, Math.max(Calibrator.EDGE, own));
      }
    }
    double unit = estimates && size > 0 ? Math.sqrt(size / picked.length) : 1;
    for (int i = 0; i < truth.length; i++) {
      truth[i] /= unit;
      for (double[] one : said) {
        one[i] /= unit;
      }
    }
    return new SimplexFit(said, truth, loss).solve();
  }

  private double[] solve() {
    int n = said.length;
    double[] weights = new double[n];
    Arrays.fill(weights, 1.0 / n);
    for (double height = FIRST_HEIGHT; n > 1 && height > LAST_HEIGHT / 2; height /= 10) {
      for (int step = 0; step < MOST_STEPS; step++) {
        double[] next = step(weights, height);
        double moved = 0;
        for (int m = 0; m < n; m++) {
          moved = Math.max(moved, Math.abs(next[m] - weights[m]));
        }
        weights = next;
        if (moved < CLOSE) {
          break;
        }
      }
    }
    return cleaned(weights);
  }

  private static double[] cleaned(double[] weights) {
    double sum = 0;
    double[] kept = weights.clone();
    for (int m = 0; m < kept.length; m++) {
      kept[m] = kept[m] < NOTHING ? 0 : kept[m];
      sum += kept[m];
    }
    for (int m = 0; m < kept.length; m++) {
      kept[m] /= sum;
    }
    return kept;
  }

  private double[] step(double[] at, double height) {
    int n = at.length;
    double[] slope = new double[n];
    double[][] bend = new double[n][n];
    for (int i = 0; i < truth.length; i++) {
      double mixed = mixed(at, i);
      double first = loss.slope(mixed, truth[i], soft(height));
      double second = loss.bend(mixed, truth[i], soft(height));
      for (int m = 0; m < n; m++) {
        slope[m] += first * said[m][i] / truth.length;
        for (int k = 0; k <= m; k++) {
          bend[m][k] += second * said[m][i] * said[k][i] / truth.length;
        }
      }
    }
    for (int m = 0; m < n; m++) {
      slope[m] += 2 * RIDGE * at[m] - height / at[m];
      bend[m][m] += 2 * RIDGE + height / (at[m] * at[m]);
    }
    double[] move = inPlane(new Cholesky(bend), slope);
    double share = 1;
    double drop = 0;
    for (int m = 0; m < n; m++) {
      drop += slope[m] * move[m];
      share = move[m] < 0 ? Math.min(share, -0.99 * at[m] / move[m]) : share;
    }
    double here = height(at, height);
    double[] next = moved(at, move, share);
    for (int half = 0;
        half < MOST_HALVES && !(height(next, height) <= here + 1e-4 * share * drop);
        half++) {
      share /= 2;
      next = moved(at, move, share);
    }
    return height(next, height) <= here ? next : at;
  }

  /** The Newton step among weights of the same sum. */
  private static double[] inPlane(Cholesky bend, double[] slope) {
    double[] ones = new double[slope.length];
    Arrays.fill(ones, 1);
    double[] down = bend.solve(slope);
    double[] across = bend.solve(ones);
    double first = 0;
    double second = 0;
    for (int m = 0; m < slope.length; m++) {
      first += down[m];
      second += across[m];
    }
    double[] move = new double[slope.length];
    for (int m = 0; m < slope.length; m++) {
      move[m] = first / second * across[m] - down[m];
    }
    return move;
  }

  private static double[] moved(double[] at, double[] move, double share) {
    double[] next = at.clone();
    for (int m = 0; m < next.length; m++) {
      next[m] += share * move[m];
    }
    return next;
  }

  /** How much a kink is rounded off; in the end to 3e-6 of the labels' root mean square. */
  private static double soft(double height) {
    return Math.sqrt(height);
  }

  private double mixed(double[] at, int row) {
    double mixed = 0;
    for (int m = 0; m < at.length; m++) {
      mixed += at[m] * said[m][row];
    }
    return mixed;
  }

  private double height(double[] at, double height) {
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      sum += loss.at(mixed(at, i), truth[i], soft(height));
    }
    double all = sum / truth.length;
    for (double weight : at) {
      all += RIDGE * weight * weight - height * StrictMath.log(weight);
    }
    return all;
  }
}
