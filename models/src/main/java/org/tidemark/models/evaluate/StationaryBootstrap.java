package org.tidemark.models.evaluate;

import java.util.SplittableRandom;

/**
 * The stationary bootstrap of Politis and Romano (Journal of the American Statistical Association
 * 89, 1994, 1303-1313): a series is drawn again in blocks of geometric length with wrap-around, so
 * that neighbours stay neighbours and the drawn series is stationary.
 */
public final class StationaryBootstrap {
  private StationaryBootstrap() {}

  /**
   * Positions, from 0, of one drawn series of {@code n}, with blocks of mean length {@code block}.
   */
  public static int[] draw(int n, double block, SplittableRandom random) {
    int[] positions = new int[n];
    int at = 0;
    for (int i = 0; i < n; i++) {
      boolean starts = i == 0 || random.nextDouble() * block < 1;
      at = starts ? random.nextInt(n) : at + 1 == n ? 0 : at + 1;
      positions[i] = at;
    }
    return positions;
  }

  /**
   * The variance of the mean over all such draws, in closed form (their lemma 1): what endless
   * resampling would give, without a seed and without its cost. 0 for a constant series.
   */
  public static double varianceOfMean(double[] series, double block) {
    int n = series.length;
    double[] centred = Estimate.mean(series).influence();
    double keep = 1 - 1 / Math.max(1, block);
    double variance = BlockLength.covariance(centred, 0);
    int reach = (int) Math.min(n - 1, Math.ceil(25 * block)); // keep^reach < e^-25
    for (int lag = 1; lag < n; lag++) {
      if (lag > reach && n - lag > reach) {
        lag = n - reach - 1;
        continue;
      }
      double share = (double) lag / n;
      double weight =
          (1 - share) * StrictMath.pow(keep, lag) + share * StrictMath.pow(keep, n - lag);
      variance += 2 * weight * BlockLength.covariance(centred, lag);
    }
    return Math.max(0, variance) / n;
  }
}
