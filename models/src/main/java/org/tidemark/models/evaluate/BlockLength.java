package org.tidemark.models.evaluate;

/**
 * The mean block length that the stationary bootstrap needs for a series, read off the series.
 *
 * <p>Source: Politis and White, Econometric Reviews 23 (2004) 53-70, corrected by Patton, Politis
 * and White 28 (2009) 372-375: {@code b = (2 G^2 / D)^(1/3) n^(1/3)} with a flat-top lag window
 * whose width is twice the lag after which correlations are no longer distinguishable from 0.
 */
public final class BlockLength {
  private BlockLength() {}

  /** From 1 to a third of the series; 1 for a series without variance. */
  public static double automatic(double[] series) {
    int n = series.length;
    if (n < 9) {
      return 1;
    }
    double[] centred = Estimate.mean(series).influence();
    int run = Math.max(5, (int) Math.ceil(Math.sqrt(StrictMath.log10(n))));
    int most = Math.min(n - 1, (int) Math.ceil(Math.sqrt(n)) + run);
    double[] covariance = new double[most + 1];
    for (int lag = 0; lag <= most; lag++) {
      covariance[lag] = covariance(centred, lag);
    }
    if (!(covariance[0] > 0)) {
      return 1;
    }
    double limit = 2 * Math.sqrt(StrictMath.log10(n) / n) * covariance[0];
    int width = Math.min(most, 2 * Math.max(1, lastLag(covariance, limit, run)));
    double g = 0;
    double spectrum = covariance[0];
    for (int lag = 1; lag <= width; lag++) {
      double share = (double) lag / width;
      double window = share <= 0.5 ? 1 : 2 * (1 - share);
      g += 2 * window * lag * covariance[lag];
      spectrum += 2 * window * covariance[lag];
    }
    double highest = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3.0));
    double length = Math.cbrt(g * g / (spectrum * spectrum) * n);
    return Math.min(highest, Math.max(1, length));
  }

  /** The smallest lag that {@code run} small correlations follow. */
  private static int lastLag(double[] covariance, double limit, int run) {
    int small = 0;
    for (int lag = 1; lag < covariance.length; lag++) {
      small = Math.abs(covariance[lag]) < limit ? small + 1 : 0;
      if (small == run) {
        return lag - run;
      }
    }
    return covariance.length - 1;
  }

  /** Autocovariance of a centred series, divided by its length. */
  static double covariance(double[] centred, int lag) {
    double sum = 0;
    for (int i = lag; i < centred.length; i++) {
      sum += centred[i] * centred[i - lag];
    }
    return sum / centred.length;
  }
}
