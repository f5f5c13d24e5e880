package org.tidemark.models.overfit;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tidemark.models.evaluate.BlockLength;
import org.tidemark.models.evaluate.StationaryBootstrap;

/**
 * Whether the best of many strategies beats a benchmark by more than luck: White's reality check
 * and Hansen's test for superior predictive ability.
 *
 * <p>With d the return of a strategy less the benchmark's (or the benchmark's loss less the
 * model's), n periods, w^2 the long-run variance of d: the reality check's statistic is {@code max
 * over strategies of root(n) mean(d)}, Hansen's {@code max(0, max of root(n) mean(d) / w)}. Their
 * distribution if no strategy is better comes from the stationary bootstrap, all strategies drawn
 * at the same positions, each mean less: its own (reality check, upper); its own if that is at
 * least {@code -w root(2 ln ln n / n)}, else 0 (consistent); its own if above 0, else 0 (lower).
 * Source: White, Econometrica 68 (2000) 1097-1126; Hansen, Journal of Business and Economic
 * Statistics 23 (2005) 365-380.
 *
 * @param realityCheck statistic of the reality check
 * @param realityCheckP its p value; very bad strategies among those tried raise it
 * @param superior statistic of Hansen's test; 0 where no strategy beats the benchmark, and then its
 *     p values are 1
 * @param lowerP lower bound of its p value
 * @param consistentP the p value to report
 * @param upperP upper bound of it
 * @param blockLength mean length of the blocks drawn, in periods
 */
public record DataSnooping(
    double realityCheck,
    double realityCheckP,
    double superior,
    double lowerP,
    double consistentP,
    double upperP,
    double blockLength) {
  /** Periods that the tests need at least. */
  public static final int FEWEST = 16;

  /** With blocks as long as the strategy that asks for the longest needs them. */
  public static DataSnooping of(double[][] advantages, int draws, long seed) {
    checked(advantages);
    double block = 1;
    for (double[] series : advantages) {
      block = Math.max(block, BlockLength.automatic(series));
    }
    return of(advantages, block, draws, seed);
  }

  /**
   * Tests.
   *
   * @param advantages one row per strategy, one column per period, in order of time; above 0 where
   *     the strategy was better than the benchmark
   * @param blockLength mean length of a block, from 1 to the number of periods
   * @param draws 100 or more
   * @param seed of the draws
   */
  public static DataSnooping of(double[][] advantages, double blockLength, int draws, long seed) {
    int n = checked(advantages);
    if (draws < 100) {
      throw new IllegalArgumentException("draws = " + draws + " must be 100 or more");
    }
    if (!(blockLength >= 1 && blockLength <= n)) {
      throw new IllegalArgumentException(
          "block length = " + blockLength + " must be from 1 to " + n + " periods");
    }
    SplittableRandom random = new SplittableRandom(seed);
    int[][] positions = new int[draws][];
    for (int d = 0; d < draws; d++) {
      positions[d] = StationaryBootstrap.draw(n, blockLength, random);
    }
    return of(advantages, blockLength, positions);
  }

  /** With the draws given. */
  static DataSnooping of(double[][] advantages, double blockLength, int[][] positions) {
    int n = checked(advantages);
    int strategies = advantages.length;
    double[] mean = new double[strategies];
    double[] deviation = new double[strategies];
    double best = Double.NEGATIVE_INFINITY;
    double superior = 0;
    for (int k = 0; k < strategies; k++) {
      mean[k] = mean(advantages[k]);
      deviation[k] = deviation(advantages[k], k, blockLength);
      best = Math.max(best, Math.sqrt(n) * mean[k]);
      superior = Math.max(superior, studentised(n, mean[k], deviation[k]));
    }
    double limit = Math.sqrt(2 * StrictMath.log(StrictMath.log(n)) / n);
    double[] exceeded = new double[4];
    int[] times = new int[n];
    for (int[] drawn : positions) {
      Arrays.fill(times, 0);
      for (int at : drawn) {
        times[at]++;
      }
      double[] highest = {Double.NEGATIVE_INFINITY, 0, 0, 0};
      for (int k = 0; k < strategies; k++) {
        double draw = mean(advantages[k], times);
        double own = mean[k];
        double kept = own >= -deviation[k] * limit ? own : 0;
        highest[0] = Math.max(highest[0], Math.sqrt(n) * (draw - own));
        highest[1] = Math.max(highest[1], studentised(n, draw - Math.max(0, own), deviation[k]));
        highest[2] = Math.max(highest[2], studentised(n, draw - kept, deviation[k]));
        highest[3] = Math.max(highest[3], studentised(n, draw - own, deviation[k]));
      }
      exceeded[0] += highest[0] >= best ? 1 : 0;
      for (int i = 1; i < 4; i++) {
        exceeded[i] += highest[i] >= superior ? 1 : 0;
      }
    }
    double draws = positions.length;
    return new DataSnooping(
        best,
        exceeded[0] / draws,
        superior,
        exceeded[1] / draws,
        exceeded[2] / draws,
        exceeded[3] / draws,
        blockLength);
  }

  /** 0 for a strategy that is the benchmark: it is neither better nor worse. */
  private static double studentised(int n, double mean, double deviation) {
    return deviation == 0 ? 0 : Math.sqrt(n) * mean / deviation;
  }

  private static double deviation(double[] series, int strategy, double block) {
    boolean constant = true;
    for (double d : series) {
      constant &= d == series[0];
    }
    if (!constant) {
      return Math.sqrt(series.length * StationaryBootstrap.varianceOfMean(series, block));
    }
    if (series[0] != 0) {
      throw new IllegalArgumentException(
          "strategy "
              + strategy
              + " is "
              + series[0]
              + " better than the benchmark in every period; without variance it cannot be tested");
    }
    return 0;
  }

  private static double mean(double[] series) {
    double sum = 0;
    for (double d : series) {
      sum += d;
    }
    return sum / series.length;
  }

  private static double mean(double[] series, int[] times) {
    double sum = 0;
    for (int i = 0; i < series.length; i++) {
      sum += times[i] * series[i];
    }
    return sum / series.length;
  }

  private static int checked(double[][] advantages) {
    if (advantages.length == 0) {
      throw new IllegalArgumentException("there is no strategy to test");
    }
    int n = advantages[0].length;
    if (n < FEWEST) {
      throw new IllegalArgumentException(
          n + " periods are too few to resample; give " + FEWEST + " or more");
    }
    for (int k = 0; k < advantages.length; k++) {
      if (advantages[k].length != n) {
        throw new IllegalArgumentException(
            "strategy " + k + " has " + advantages[k].length + " periods, strategy 0 has " + n);
      }
      for (int i = 0; i < n; i++) {
        if (!Double.isFinite(advantages[k][i])) {
          throw new IllegalArgumentException(
              "strategy " + k + ", period " + i + ": " + advantages[k][i] + " must be finite");
        }
      }
    }
    return n;
  }
}
