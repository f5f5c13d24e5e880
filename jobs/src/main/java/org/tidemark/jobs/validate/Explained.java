package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tidemark.jobs.train.FrameSample;
import org.tidemark.models.FormedModel;
import org.tidemark.models.explain.ColumnImportance;
import org.tidemark.models.explain.FeatureGroups;
import org.tidemark.models.explain.Importance;
import org.tidemark.models.explain.Shap;

/**
 * Everything that is said of the features of one fold's model, on rows that it was not fitted on.
 *
 * @param found with the regime of the rows
 * @param fallback method that stands in where the model uses no feature, if so
 */
record Explained(List<InRegime> found, Optional<String> fallback) {
  /** Importance on the rows of one regime. */
  record InRegime(String regime, Importance importance) {}

  private static final String GROUPED = "grouped_";

  /**
   * Explains a model.
   *
   * @param regimes numbers of the sample's rows by regime, all of them under {@link Parts#ALL}
   * @param groups columns that can stand in for each other
   */
  static Explained of(
      FormedModel model,
      FrameSample sample,
      Map<String, int[]> regimes,
      FeatureGroups groups,
      long seed) {
    List<String> features = model.featureNames();
    List<InRegime> found = new ArrayList<>();
    addAll(found, Importance.ofGain(features, model.gain()));
    addAll(found, Permuted.of(model, sample, FeatureGroups.each(features), seed));
    Shap.of(model.form())
        .ifPresent(
            shap -> {
              double[] values = shap.values(sample.features(), sample.rows());
              int outputs = shap.expected().length;
              regimes.forEach(
                  (regime, rows) -> {
                    if (rows.length > 0) {
                      Importance.ofShap(features, values, outputs, rows)
                          .forEach(one -> found.add(new InRegime(regime, one)));
                    }
                  });
            });
    boolean silent = found.stream().noneMatch(one -> Math.abs(one.importance().score()) > 0);
    for (Importance one : Permuted.of(model, sample, groups, seed)) {
      addAll(
          found,
          List.of(new Importance(one.feature(), GROUPED + one.method(), one.score(), one.rank())));
    }
    addAll(found, ColumnImportance.correlation(features, sample.features(), sample.labels()));
    if (silent) {
      addAll(found, ColumnImportance.variance(features, sample.features()));
    }
    return new Explained(found, silent ? Optional.of("variance") : Optional.empty());
  }

  private static void addAll(List<InRegime> found, List<Importance> more) {
    more.forEach(one -> found.add(new InRegime(Parts.ALL, one)));
  }
}
