package org.tidemark.jobs.report;

import java.util.List;

/**
 * Feature importance of one model by one method.
 *
 * @param model learner or model version
 * @param method such as gain or permutation
 * @param unit what the score counts, one short phrase
 * @param features scores in any order
 */
public record Importance(String model, String method, String unit, List<FeatureScore> features) {
  public Importance {
    Checks.named(method, "importance method");
    features = List.copyOf(features);
  }

  /**
   * Importance of one feature.
   *
   * @param feature its name
   * @param score its score, with the spread over folds as interval if there is one
   */
  public record FeatureScore(String feature, Estimate score) {}
}
