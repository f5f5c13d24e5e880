package org.tidemark.models.learn;

import java.io.Serializable;
import java.util.Locale;

/**
 * Hyperparameters of {@link ElasticNetLearner}; names in MLlib's own words are in brackets.
 *
 * @param penalty of the standardised coefficients [regParam], 0 to 1e6
 * @param lassoShare part of the penalty that is L1 and sets coefficients to 0, the rest is L2
 *     [elasticNetParam], 0 to 1
 * @param iterations most steps of the optimiser [maxIter], 1 to 10 000
 * @param tolerance relative change at which it stops [tol], above 0, below 1
 */
public record ElasticNetParameters(
    double penalty, double lassoShare, int iterations, double tolerance) implements Serializable {
  public ElasticNetParameters {
    Ranges.within("penalty", penalty, 0, 1e6);
    Ranges.within("lassoShare", lassoShare, 0, 1);
    Ranges.within("iterations", iterations, 1, 10_000);
    Ranges.within("tolerance", tolerance, Double.MIN_VALUE, Math.nextDown(1.0));
  }

  /** Penalty 1e-3, half of it L1, 100 iterations, tolerance 1e-6. */
  public static ElasticNetParameters standard() {
    return new ElasticNetParameters(1e-3, 0.5, 100, 1e-6);
  }

  /** One JSON object in the order of the record. */
  public String json() {
    return String.format(
        Locale.ROOT,
        "{\"penalty\":%s,\"lasso_share\":%s,\"iterations\":%d,\"tolerance\":%s}",
        penalty,
        lassoShare,
        iterations,
        tolerance);
  }
}
