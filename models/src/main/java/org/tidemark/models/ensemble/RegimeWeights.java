package org.tidemark.models.ensemble;

import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tidemark.models.calibrate.Calibrator;
import org.tidemark.models.form.ByRegime;
import org.tidemark.models.form.Combiner;

/**
 * What weight each member of an ensemble has earned lately in each market regime: its loss on
 * out-of-fold rows of the regime, each row counting half after each half life before the newest
 * label, and {@code weight_m = exp(-loss_m / temperature)} divided by their sum. The loss is the
 * log loss of classes; of real labels the squared error, or of a quantile the pinball loss, each
 * divided by the mean loss of all members in the regime, so that it has no unit.
 *
 * @param halfLifeNanos above 0
 * @param temperature above 0; small ones let the best member take all
 * @param leastRows rows, counted by what they still count, below which members of a regime weigh
 *     the same
 */
public record RegimeWeights(long halfLifeNanos, double temperature, double leastRows) {
  /** Half a life of a week, 0.01, and 100 rows. */
  static final RegimeWeights STANDARD = new RegimeWeights(7 * 86_400_000_000_000L, 0.01, 100);

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
   * The weights of each regime that the rows have; members weigh the same in others.
   *
   * @param scores with the regimes of their rows
   * @param picked rows that may be learned from, their labels all known; one or more
   * @param quantile that real labels are estimated by; their mean without
   */
  ByRegime fit(MemberScores scores, int[] picked, OptionalDouble quantile) {
    RegimeColumn regimes = scores.known();
    MixLoss loss = MixLoss.of(scores.target(), quantile);
    int members = scores.members();
    long now = Long.MIN_VALUE;
    for (int row : picked) {
      now = Math.max(now, scores.rows().spanEndNanos()[row]);
    }
    // Losses of the members by regime, and behind them what the rows count.
    SortedMap<Float, double[]> sums = new TreeMap<>();
    for (int row : picked) {
      float regime = regimes.values()[row] + 0f;
      if (!Float.isFinite(regime)) {
        continue;
      }
      long age = now - scores.rows().spanEndNanos()[row];
      double counts = StrictMath.pow(0.5, (double) age / halfLifeNanos);
      double[] sum = sums.computeIfAbsent(regime, k -> new double[members + 1]);
      for (int m = 0; m < members; m++) {
        sum[m] += counts * lost(scores, loss, m, row);
      }
      sum[members] += counts;
    }
    SortedMap<Float, Combiner.Mean> means = new TreeMap<>();
    sums.forEach((regime, sum) -> means.put(regime, mean(sum, loss.ofEstimates())));
    return new ByRegime(regimes.column(), means, Combiner.equal(members));
  }

  private static double lost(MemberScores scores, MixLoss loss, int member, int row) {
    double said = scores.ofTruth(member, row);
    return loss.ofEstimates()
        ? loss.plain(said, scores.rows().labels()[row])
        : loss.plain(Math.min(1 - Calibrator.EDGE, Math.max(Calibrator.EDGE, said)), 1);
  }

  private Combiner.Mean mean(double[] sum, boolean scaled) {
    int members = sum.length - 1;
    double least = Double.POSITIVE_INFINITY;
    double all = 0;
    for (int m = 0; m < members; m++) {
      least = Math.min(least, sum[m] / sum[members]);
      all += sum[m] / sum[members] / members;
    }
    if (sum[members] < leastRows || !(all > 0)) {
      return Combiner.equal(members);
    }
    double unit = scaled ? all * temperature : temperature;
    double[] weights = new double[members];
    double total = 0;
    for (int m = 0; m < members; m++) {
      weights[m] = StrictMath.exp((least - sum[m] / sum[members]) / unit);
      total += weights[m];
    }
    for (int m = 0; m < members; m++) {
      weights[m] /= total;
    }
    return new Combiner.Mean(weights);
  }
}
