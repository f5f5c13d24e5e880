package org.tidemark.models.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tidemark.models.Target;

/** Predictions for tests. */
final class Samples {
  static final long MINUTE = 60_000_000_000L;

  private Samples() {}

  /** One row a minute of one instrument, labels of one minute, no returns. */
  static Predictions minutes(Target target, double[] labels, double[] scores) {
    int rows = labels.length;
    long[] time = new long[rows];
    long[] end = new long[rows];
    Arrays.setAll(time, i -> i * MINUTE);
    Arrays.setAll(end, i -> (i + 1) * MINUTE);
    return new Predictions(target, time, end, new int[rows], labels, scores, new double[rows]);
  }

  /**
   * Markets whose next {@code horizon} minutes are up or down, overlapping from minute to minute,
   * common to the instruments in part, and a persistent score that knows {@code skill} of them.
   */
  static Predictions overlapping(
      long seed, int instruments, int minutes, int horizon, double memory, double skill) {
    SplittableRandom random = new SplittableRandom(seed);
    int rows = instruments * minutes;
    long[] time = new long[rows];
    long[] end = new long[rows];
    int[] instrument = new int[rows];
    double[] labels = new double[rows];
    double[] scores = new double[rows];
    double[] forward = new double[rows];
    double[][] steps = new double[instruments][minutes + horizon + 1];
    for (int t = 0; t < steps[0].length; t++) {
      double common = random.nextGaussian();
      for (double[] step : steps) {
        step[t] = (0.7 * common + 0.7 * random.nextGaussian()) * 1e-3;
      }
    }
    double[] state = new double[instruments];
    for (int t = 0; t < minutes; t++) {
      double common = random.nextGaussian();
      for (int i = 0; i < instruments; i++) {
        int row = t * instruments + i;
        state[i] = memory * state[i] + 0.7 * common + 0.7 * random.nextGaussian();
        double sum = 0;
        for (int h = 1; h <= horizon; h++) {
          sum += steps[i][t + h];
        }
        time[row] = t * MINUTE;
        end[row] = (t + horizon) * MINUTE;
        instrument[row] = i;
        labels[row] = sum > 0 ? 1 : 0;
        forward[row] = sum;
        double z = state[i] * Math.sqrt(1 - memory * memory) + skill * sum / 1e-3;
        scores[row] = 1 / (1 + StrictMath.exp(-0.2 * z));
      }
    }
    return new Predictions(new Target.Binary(), time, end, instrument, labels, scores, forward);
  }
}
