package org.tidemark.models.learn;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;

/** Seeded training rows with a learnable signal, missing values and repeated values. */
public final class Samples {
  public static final String HASH = "f".repeat(64);

  private Samples() {}

  public static TrainingSet of(Target target, int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] features = new float[rows * columns];
    float[] labels = new float[rows];
    float[] weights = new float[rows];
    for (int row = 0; row < rows; row++) {
      double signal = 0.4 * random.nextGaussian();
      for (int j = 0; j < columns; j++) {
        double value = random.nextGaussian() * (j + 1) + j;
        // Every third column is coarse, so that many rows lie exactly on a threshold.
        float x = (float) (j % 3 == 0 ? Math.rint(value * 4) / 4 : value);
        features[row * columns + j] = random.nextInt(12) == 0 ? Float.NaN : x;
        signal += j < 4 && !Float.isNaN(features[row * columns + j]) ? (x - j) / (j + 1) : 0.2;
      }
      labels[row] = label(target, signal);
      weights[row] = 0.5f + random.nextInt(4) * 0.25f;
    }
    List<String> names = IntStream.range(0, columns).mapToObj(j -> "f" + j).toList();
    return new TrainingSet(names, HASH, target, rows, features, labels, weights);
  }

  private static float label(Target target, double signal) {
    if (target instanceof Target.Regression) {
      return (float) (0.01 * signal);
    }
    if (target instanceof Target.MultiClass multi) {
      return Math.max(0, Math.min(multi.classes() - 1, (int) Math.floor(signal / 1.5) + 1));
    }
    return signal > 0.6 ? 1 : 0;
  }
}
