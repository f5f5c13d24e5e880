package org.tidemark.models.learn;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tidemark.models.Target;
import org.tidemark.models.form.LinearForm;
import org.tidemark.models.form.Link;

/** Seeded linear models made of plain numbers, for tests that do not need Spark. */
public final class LinearSamples {
  private LinearSamples() {}

  public static LinearModel of(Target target, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = random.doubles(columns, -3, 3).toArray();
    double[] deviations = random.doubles(columns, 0.01, 5).toArray();
    double[][] coefficients = new double[target.width()][];
    for (int k = 0; k < coefficients.length; k++) {
      coefficients[k] = random.doubles(columns, -1, 1).toArray();
    }
    double[] intercepts = random.doubles(target.width(), -1, 1).toArray();
    Link link =
        target instanceof Target.Binary
            ? Link.SIGMOID
            : target instanceof Target.MultiClass ? Link.SOFTMAX : Link.IDENTITY;
    List<String> names = IntStream.range(0, columns).mapToObj(j -> "f" + j).toList();
    return new LinearModel(
        new LinearForm(means, deviations, coefficients, intercepts, link),
        target,
        names,
        Samples.HASH);
  }
}
