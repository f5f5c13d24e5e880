package org.tidemark.models.form;

import java.util.SplittableRandom;

/** Nets and rows for tests. */
public final class Nets {
  /** Small enough for a derivative by differences. */
  public static final NetShape TINY = new NetShape(2, 5, 3, 2, 4, 2, 3);

  private Nets() {}

  /** Weights and a scale drawn from a seed. */
  public static NetForm drawn(NetShape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] weights = new float[shape.parameters()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextDouble(-0.6, 0.6);
    }
    double[] means = random.doubles(shape.columns(), -1, 1).toArray();
    double[] deviations = random.doubles(shape.columns(), 0.2, 2).toArray();
    Link link = shape.outputs() == 1 ? Link.SIGMOID : Link.SOFTMAX;
    return new NetForm(shape, means, deviations, weights, link);
  }

  /** Rows of which one value in ten is missing and one in twenty far out. */
  public static float[] rows(int columns, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[columns * count];
    for (int i = 0; i < rows.length; i++) {
      double draw = random.nextDouble();
      double value = random.nextDouble(-3, 3);
      rows[i] = (float) (draw < 0.1 ? Double.NaN : draw < 0.15 ? 1e4 * value : value);
    }
    return rows;
  }

  /** The weights of the golden files. */
  public static NetForm golden() {
    NetShape shape = NetShape.momentum(100, 3);
    float[] weights = new float[shape.parameters()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (0.25 * StrictMath.sin(1.7 * i + 0.3));
    }
    double[] means = new double[100];
    double[] deviations = new double[100];
    for (int j = 0; j < 100; j++) {
      means[j] = 0.1 * StrictMath.cos(j);
      deviations[j] = 0.5 + 0.1 * (j % 7);
    }
    return new NetForm(shape, means, deviations, weights, Link.SOFTMAX);
  }

  /** The rows of the golden files. */
  public static float[] goldenRows(int count) {
    float[] rows = new float[100 * count];
    for (int i = 0; i < rows.length; i++) {
      double value = 2 * StrictMath.sin(0.37 * i) * (i % 53 == 0 ? 100 : 1);
      rows[i] = i % 41 == 0 ? Float.NaN : (float) value;
    }
    return rows;
  }
}
