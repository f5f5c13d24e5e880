package org.tidemark.models.learn;

import java.io.Serializable;
import java.util.Locale;

/**
 * Hyperparameters of {@link GaussianMixtureLearner}; names in MLlib's own words are in brackets.
 *
 * @param iterations most steps of expectation-maximisation [maxIter], 1 to 10 000
 * @param tolerance change of the log likelihood at which it stops [tol], above 0
 * @param floor added to every column's variance of every component after the fit, in squared
 *     deviations of the window: 0 to 1; it keeps a component that has collapsed onto equal rows
 *     finite
 */
public record MixtureParameters(int iterations, double tolerance, double floor)
    implements Serializable {
  public MixtureParameters {
    Ranges.within("iterations", iterations, 1, 10_000);
    Ranges.within("tolerance", tolerance, Double.MIN_VALUE, 1e9);
    Ranges.within("floor", floor, 0, 1);
  }

  /** 100 iterations, tolerance 0.01, floor 1e-6. */
  public static MixtureParameters standard() {
    return new MixtureParameters(100, 0.01, 1e-6);
  }

  /** One JSON object in the order of the record. */
  public String json() {
    return String.format(
        Locale.ROOT,
        "{\"iterations\":%d,\"tolerance\":%s,\"floor\":%s}",
        iterations,
        tolerance,
        floor);
  }
}
