package org.tidemark.models.learn;

import java.io.Serializable;
import java.util.Locale;

/**
 * Hyperparameters of the linear learners.
 *
 * @param ridge L2 penalty of the standardised coefficients [regParam], 0 or more
 * @param iterations most steps of the optimiser, 1 or more
 * @param tolerance relative change at which it stops, above 0
 * @param partitions tasks that share one fit. With 1 the same rows, wherever they lie, give the
 *     same bytes; with more the partial sums are added in the order in which tasks end, and the
 *     last bits of the coefficients vary from run to run
 */
public record LinearParameters(double ridge, int iterations, double tolerance, int partitions)
    implements Serializable {
  public LinearParameters {
    if (!(ridge >= 0 && ridge <= 1e6)) {
      throw new IllegalArgumentException("ridge = " + ridge + " must lie in 0 to 1e6");
    }
    if (iterations < 1 || iterations > 10_000) {
      throw new IllegalArgumentException("iterations = " + iterations + " must lie in 1 to 10000");
    }
    if (!(tolerance > 0 && tolerance < 1)) {
      throw new IllegalArgumentException("tolerance = " + tolerance + " must lie between 0 and 1");
    }
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions = " + partitions + " must be 1 or more");
    }
  }

  /** Ridge 1e-4, 100 iterations, tolerance 1e-6, one partition. */
  public static LinearParameters standard() {
    return new LinearParameters(1e-4, 100, 1e-6, 1);
  }

  /** One JSON object in the order of the record. */
  public String json() {
    return String.format(
        Locale.ROOT,
        "{\"ridge\":%s,\"iterations\":%d,\"tolerance\":%s,\"partitions\":%d}",
        ridge,
        iterations,
        tolerance,
        partitions);
  }
}
