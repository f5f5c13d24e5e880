package org.tidemark.benchmarks.job;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;

/** Rows of 65 normal columns, one value in twenty missing; the label leans on twenty, by pairs. */
final class SimulatedRows {
  static final int COLUMNS = 65;

  private SimulatedRows() {}

  static TrainingSet of(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] features = new float[rows * COLUMNS];
    float[] labels = new float[rows];
    float[] weights = new float[rows];
    Arrays.fill(weights, 1);
    for (int row = 0; row < rows; row++) {
      double signal = 0;
      double before = 0;
      for (int j = 0; j < COLUMNS; j++) {
        double x = random.nextGaussian();
        signal += j < 20 ? 0.4 * x * (j % 2 == 0 ? 1 : before) : 0;
        before = x;
        features[row * COLUMNS + j] = random.nextInt(20) == 0 ? Float.NaN : (float) x;
      }
      labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-signal)) ? 1 : 0;
    }
    List<String> names = IntStream.range(0, COLUMNS).mapToObj(j -> "f" + j).toList();
    return new TrainingSet(
        names, "simulated", new Target.Binary(), rows, features, labels, weights);
  }

  /** Moves one value in ten to a threshold of its column, or one float below or above it. */
  static void toEdges(float[] rows, float[][] edges, SplittableRandom random) {
    for (int at = 0; at < rows.length; at++) {
      float[] of = edges[at % COLUMNS];
      if (of.length > 0 && random.nextInt(10) == 0) {
        float edge = of[random.nextInt(of.length)];
        int side = random.nextInt(3);
        rows[at] = side == 0 ? edge : side == 1 ? Math.nextDown(edge) : Math.nextUp(edge);
      }
    }
  }
}
