package org.tidemark.features.statistic;

import java.util.Arrays;

/** The median of some values, and their median distance from it. */
public final class Median {
  private Median() {}

  /** The middle value, or the mean of the two middle ones; {@code values} are left as they are. */
  public static double of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The median of the distances from {@code centre}. */
  public static double distance(double[] values, double centre) {
    double[] distances = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      distances[i] = Math.abs(values[i] - centre);
    }
    return of(distances);
  }
}
