package org.tidemark.bench.gpu;

import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.util.BigDenseMatrix;

/**
 * Rows of 65 features with a known signal: every value is a function of seed, row and column, so
 * any thread makes the same rows, and the chance of a rise is known, which bounds what a model can
 * reach.
 *
 * <p>A feature is the sum of two uniform values, from -1 to 1; one in a hundred is NaN, as a
 * feature that is not ready. The log-odds of label 1 are {@code 2 x0 + x1 + 3 x2 x3 + (x4 > 0.5 ? 1
 * : 0) - x5^2}, where NaN counts as 0. The other 59 features say nothing.
 */
final class Signal {
  static final int FEATURES = 65;
  private static final int BLOCK = 10_000;

  private final long seed;

  Signal(long seed) {
    this.seed = seed;
  }

  /** Rows made, the label of each and the true log-odds of each. */
  record Rows(BigDenseMatrix features, float[] labels, float[] logOdds) {
    int count() {
      return labels.length;
    }
  }

  /** Rows {@code from} (included) to {@code from + count}; the matrix lies outside the heap. */
  Rows rows(long from, int count) {
    BigDenseMatrix matrix = new BigDenseMatrix(count, FEATURES);
    float[] labels = new float[count];
    float[] logOdds = new float[count];
    IntStream.range(0, (count + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(
            block -> {
              float[] row = new float[FEATURES];
              for (int i = block * BLOCK; i < Math.min(count, (block + 1) * BLOCK); i++) {
                fill(row, from + i);
                for (int c = 0; c < FEATURES; c++) {
                  matrix.set((long) i * FEATURES + c, row[c]);
                }
                double odds = logOdds(row);
                logOdds[i] = (float) odds;
                labels[i] = uniform(from + i, FEATURES) < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
              }
            });
    return new Rows(matrix, labels, logOdds);
  }

  private void fill(float[] row, long at) {
    for (int c = 0; c < FEATURES; c++) {
      long bits = mix(seed ^ mix(at * (FEATURES + 1) + c));
      float sum = ((bits >>> 40) + ((bits >>> 16) & 0xffffff)) * 0x1p-24f;
      row[c] = (bits & 0xffff) % 100 == 0 ? Float.NaN : sum - 1;
    }
  }

  private double uniform(long at, int column) {
    return (mix(seed ^ mix(at * (FEATURES + 1) + column)) >>> 11) * 0x1p-53;
  }

  private static double logOdds(float[] row) {
    double x4 = known(row[4]);
    double x5 = known(row[5]);
    return 2 * known(row[0])
        + known(row[1])
        + 3 * known(row[2]) * known(row[3])
        + (x4 > 0.5 ? 1 : 0)
        - x5 * x5;
  }

  private static double known(float value) {
    return Float.isNaN(value) ? 0 : value;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
