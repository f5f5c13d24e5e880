package org.tidemark.models.spark;

import java.io.Serializable;
import java.util.Optional;

/**
 * What one candidate reached on the test rows of one fold.
 *
 * @param fold number of the fold; of the outer one in nested validation
 * @param inner number of the fold inside it; -1 where there is none
 * @param candidate position in the estimator's param maps
 * @param metric what the evaluator said; NaN where the candidate failed
 * @param failure why there is no metric; empty where there is one
 */
public record FoldScore(int fold, int inner, int candidate, double metric, String failure)
    implements Serializable {
  public FoldScore {
    if (Double.isNaN(metric) == failure.isEmpty()) {
      throw new IllegalArgumentException(
          "fold " + fold + ", candidate " + candidate + ": a metric or a failure, not both");
    }
  }

  static FoldScore of(int fold, int inner, int candidate, double metric) {
    return Double.isNaN(metric)
        ? failed(fold, inner, candidate, "the evaluator gave NaN")
        : new FoldScore(fold, inner, candidate, metric, "");
  }

  static FoldScore failed(int fold, int inner, int candidate, String why) {
    return new FoldScore(fold, inner, candidate, Double.NaN, why.isEmpty() ? "unknown" : why);
  }

  /** Why there is no metric, where there is none. */
  public Optional<String> reason() {
    return failure.isEmpty() ? Optional.empty() : Optional.of(failure);
  }
}
