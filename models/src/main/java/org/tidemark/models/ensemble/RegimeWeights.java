package org.tidemark.models.ensemble;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tidemark.models.Target;
import org.tidemark.models.calibrate.Calibrator;

/**
 * What weight each member of an ensemble has earned lately in each regime: its log loss (squared
 * error for real labels) on out-of-fold rows of the regime, each row counting half after each half
 * life since its label ended, and {@code weight_m = exp(-loss_m / temperature)} divided by their
 * sum. Only labels that had ended by the time asked about are looked at.
 *
 * @param halfLifeNanos above 0
 * @param temperature above 0, in the unit of the loss; small ones let the best member take all
 * @param leastRows rows, counted by what they still count, below which members of a regime weigh
 *     the same
 */
public record RegimeWeights(long halfLifeNanos, double temperature, double leastRows) {
  public RegimeWeights {
    if (halfLifeNanos < 1 || !(temperature > 0) || !(leastRows > 0)) {
      throw new IllegalArgumentException(
          "half life "
              + halfLifeNanos
              + " ns, temperature "
              + temperature
              + " and least rows "
              + leastRows
              + " must be above 0");
    }
  }

  /**
   * The weights of each regime that had been seen by then, with sum 1, in the members' order.
   *
   * @param regimes one per row, known when the row was decided
   * @param nowNanos the time asked about
   */
  public SortedMap<String, double[]> at(MemberScores scores, List<String> regimes, long nowNanos) {
    int rows = scores.rows().rows();
    if (regimes.size() != rows) {
      throw new IllegalArgumentException(rows + " rows came with " + regimes.size() + " regimes");
    }
    SortedMap<String, double[]> sums = new TreeMap<>();
    int members = scores.members();
    for (int row = 0; row < rows; row++) {
      long end = scores.rows().spanEndNanos()[row];
      if (end > nowNanos) {
        continue;
      }
      double counts = StrictMath.pow(0.5, (double) (nowNanos - end) / halfLifeNanos);
      double[] sum = sums.computeIfAbsent(regimes.get(row), k -> new double[members + 1]);
      for (int m = 0; m < members; m++) {
        sum[m] += counts * loss(scores, m, row);
      }
      sum[members] += counts;
    }
    sums.replaceAll((regime, sum) -> weights(sum));
    return sums;
  }

  private static double loss(MemberScores scores, int member, int row) {
    double said = scores.ofTruth(member, row);
    if (scores.target() instanceof Target.Regression) {
      double apart = said - scores.rows().labels()[row];
      return apart * apart;
    }
    return -StrictMath.log(Math.min(1 - Calibrator.EDGE, Math.max(Calibrator.EDGE, said)));
  }

  private double[] weights(double[] sum) {
    int members = sum.length - 1;
    double[] weights = new double[members];
    if (sum[members] < leastRows) {
      Arrays.fill(weights, 1.0 / members);
      return weights;
    }
    double least = Double.POSITIVE_INFINITY;
    for (int m = 0; m < members; m++) {
      least = Math.min(least, sum[m] / sum[members]);
    }
    double all = 0;
    for (int m = 0; m < members; m++) {
      weights[m] = StrictMath.exp((least - sum[m] / sum[members]) / temperature);
      all += weights[m];
    }
    for (int m = 0; m < members; m++) {
      weights[m] /= all;
    }
    return weights;
  }
}
