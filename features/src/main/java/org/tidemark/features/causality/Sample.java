package org.tidemark.features.causality;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Rows to fit on, in order of time: features, row-major, and one label each.
 *
 * @param stamps time and label span of each row
 * @param features rows x width values; NaN is a missing one
 * @param labels class index or real value
 * @param classes number of classes of the label, 0 when it is real
 */
public record Sample(
    List<LabelledRow> stamps, int width, double[] features, double[] labels, int classes) {
  public Sample {
    stamps = List.copyOf(stamps);
    if (stamps.size() != labels.length) {
      throw new IllegalArgumentException(
          stamps.size() + " stamps are not one for each of " + labels.length + " rows");
    }
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

  /**
   * The same sample with every value and label of the chosen rows replaced by a wild one, and their
   * label spans made longer at both ends: a weight counts spans. A row that no window took for its
   * time or its span is taken by none then either.
   */
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
    List<LabelledRow> spans = new ArrayList<>(stamps);
    chosen.stream().forEach(row -> spans.set(row, longer(stamps.get(row), random)));
    return new Sample(spans, width, x, y, classes);
  }

  private static LabelledRow longer(LabelledRow row, SplittableRandom random) {
    long span = Math.max(1, row.spanEndNanos() - row.timeNanos());
    return new LabelledRow(
        row.instrument(),
        row.timeNanos() - random.nextLong(2 * span + 1),
        row.spanEndNanos() + random.nextLong(2 * span + 1));
  }
}
