package org.tidemark.models.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tidemark.models.Decisions;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;

/** Seeded sequences of five channels whose label hangs on the order of their steps. */
public final class SequenceSamples {
  private SequenceSamples() {}

  /**
   * Rows decided a minute apart, of label spans of three minutes. Each has one spike of the first
   * channel, up or down, among noise; class 0 has none, 1 and 2 tell its sign.
   */
  public static TrainingSet of(int lags, int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int width = 5 * lags;
    float[] features = new float[rows * width];
    float[] labels = new float[rows];
    float[] weights = new float[rows];
    long[] times = new long[rows];
    long[] ends = new long[rows];
    double[] returns = new double[rows];
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < width; j++) {
        float noise = (float) (0.5 * random.nextGaussian() * (1 + j % 3));
        features[row * width + j] = random.nextInt(30) == 0 ? Float.NaN : noise;
      }
      int label = random.nextInt(3);
      if (label > 0) {
        int at = random.nextInt(2, lags);
        features[row * width + at] = label == 1 ? 5 : -5;
      }
      labels[row] = label;
      weights[row] = 0.5f + random.nextInt(3) * 0.25f;
      times[row] = row * 60_000_000_000L;
      ends[row] = (row + 3) * 60_000_000_000L;
      returns[row] = (label == 2 ? -1e-3 : label * 1e-3) + 1e-5 * random.nextGaussian();
    }
    List<String> names = new ArrayList<>();
    for (int j = 0; j < width; j++) {
      names.add("c" + j / lags + "_ago_" + (lags - 1 - j % lags));
    }
    return new TrainingSet(
        names,
        Samples.HASH,
        new Target.MultiClass(3),
        rows,
        features,
        labels,
        weights,
        Optional.of(new Decisions(times, ends, new int[rows], returns)));
  }
}
