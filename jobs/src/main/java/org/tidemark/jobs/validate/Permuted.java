package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.jobs.train.FrameSample;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.explain.FeatureGroups;
import org.tidemark.models.explain.Importance;
import org.tidemark.models.explain.PermutationImportance;
import org.tidemark.models.explain.PermutationImportance.Loss;
import org.tidemark.models.form.TreeEnsemble;

/**
 * What a model loses on a sample when a column, or a group of columns, is permuted in blocks of
 * time. The name says in which measure: AUC of class 1 for two classes, AUC of the last class
 * against the rest for more ({@code permutation_auc_of_class_2}), root mean squared error for an
 * estimate.
 */
final class Permuted {
  private static final int BLOCKS = 20;

  private Permuted() {}

  /** Importance of each group; none where there are too few rows to shuffle. */
  static List<Importance> of(
      FormedModel model, FrameSample sample, FeatureGroups groups, long seed) {
    if (sample.rows() < 2) {
      return List.of();
    }
    Loss loss = model.target() instanceof Target.Regression ? Loss.RMSE_RISE : Loss.AUC_DROP;
    int width = model.target().width();
    float[] labels = sample.labels().clone();
    if (model.target() instanceof Target.MultiClass) {
      for (int i = 0; i < labels.length; i++) {
        labels[i] = labels[i] == width - 1 ? 1 : 0;
      }
    }
    PermutationImportance permutation =
        new PermutationImportance(loss, Math.max(1, sample.rows() / BLOCKS), 1, seed);
    List<Importance> measured =
        model.form() instanceof TreeEnsemble trees
            ? permutation.of(groups, sample.features(), labels, trees)
            : permutation.of(
                groups,
                sample.features(),
                labels,
                (rows, n) -> last(model.score(rows, n), n, width));
    List<Importance> found = new ArrayList<>();
    for (Importance one : measured) {
      found.add(
          new Importance(
              one.feature(), method(one.method(), model.target()), one.score(), one.rank()));
    }
    return found;
  }

  private static String method(String measured, Target target) {
    return target instanceof Target.MultiClass many
        ? measured + "_of_class_" + (many.classes() - 1)
        : measured;
  }

  private static float[] last(float[] scores, int rows, int width) {
    if (width == 1) {
      return scores;
    }
    float[] one = new float[rows];
    for (int i = 0; i < rows; i++) {
      one[i] = scores[(i + 1) * width - 1];
    }
    return one;
  }
}
