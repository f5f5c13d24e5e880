package org.tidemark.features.set;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.market.Bar;

/** The slow twin of {@code vpin_5_20}; for 61 bars or more. */
final class VpinOracle {
  private VpinOracle() {}

  /** Lists every bucket since the first bar. */
  static double value(List<Bar> bars) {
    int last = bars.size() - 1;
    List<double[]> complete = new ArrayList<>();
    double[] bucket = {0, 0, 0}; // size, filled, bought less sold
    for (int at = 60; at <= last; at++) {
      double[] changes = new double[60];
      double volume = 0;
      for (int i = 0; i < 60; i++) {
        changes[i] = bars.get(at - 59 + i).close() - bars.get(at - 60 + i).close();
        volume += bars.get(at - 59 + i).volume();
      }
      double deviation = SignalOracle.deviation(changes);
      double net = deviation == 0 ? 0 : bothSides(changes[59] / deviation);
      double left = bars.get(at).volume();
      while (left > 0) {
        bucket[0] = bucket[0] == 0 ? 5 * (volume / 60) : bucket[0];
        double part = StrictMath.min(left, bucket[0] - bucket[1]);
        boolean full = left >= bucket[0] - bucket[1];
        bucket[1] += part;
        bucket[2] += net * part;
        left -= part;
        if (full) {
          complete.add(bucket);
          bucket = new double[] {0, 0, 0};
        }
      }
    }
    double imbalance = 0;
    double size = 0;
    for (double[] b : complete.subList(Math.max(0, complete.size() - 20), complete.size())) {
      imbalance += StrictMath.abs(b[2]);
      size += b[0];
    }
    return complete.isEmpty() ? 0 : imbalance / size;
  }

  /** The probability between -x and x, with the sign of x, by the series of Kendall and Stuart. */
  private static double bothSides(double x) {
    if (StrictMath.abs(x) > 8) {
      return StrictMath.signum(x);
    }
    double term = x;
    double sum = x;
    for (int k = 1; k < 300; k++) {
      term *= x * x / (2 * k + 1);
      sum += term;
    }
    return 2 * sum * StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI);
  }
}
