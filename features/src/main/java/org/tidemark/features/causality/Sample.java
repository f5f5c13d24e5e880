package org.tidemark.features.causality;

import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Rows to fit on, in order of time: features, row-major, and one label each.
 *
 * @param features rows x width values; NaN is a missing one
 * @param labels class index or real value
 * @param classes number of classes of the label, 0 when it is real
 */
public record Sample(int width, double[] features, double[] labels, int classes) {
  public Sample {
    if (width < 1 || features.length != width * labels.length) {
      throw new IllegalArgumentException(
          features.length + " values are not " + labels.length + " rows of " + width);
    }
  }

  /** Number of rows. */
  public int rows() {
    return labels.length;
  }

  /** One value. */
  public double at(int row, int column) {
    return features[row * width + column];
  }

  /** The same sample with every value and label of the chosen rows replaced by a wild one. */
  Sample altered(BitSet chosen, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = features.clone();
    double[] y = labels.clone();
    chosen.stream()
        .forEach(
            row -> {
              for (int j = 0; j < width; j++) {
                x[row * width + j] = (x[row * width + j] + 1) * random.nextDouble(-9, 9);
              }
              y[row] =
                  classes == 0
                      ? (y[row] + 1) * random.nextDouble(-9, 9)
                      : (y[row] + 1 + random.nextInt(classes)) % classes;
            });
    return new Sample(width, x, y, classes);
  }
}
