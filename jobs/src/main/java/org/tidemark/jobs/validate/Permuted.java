package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.jobs.train.FrameSample;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.explain.Importance;
import org.tidemark.models.explain.PermutationImportance;
import org.tidemark.models.explain.PermutationImportance.Loss;

/**
 * What a model loses on a sample when a column is permuted in blocks of time. The name says in
 * which measure: AUC of class 1 for two classes, AUC of the last class against the rest for more
 * ({@code permutation_auc_of_class_2}), root mean squared error for an estimate.
 */
final class Permuted {
  private static final int BLOCKS = 20;

  private Permuted() {}

  static List<Importance> of(FormedModel model, FrameSample sample, long seed) {
    Loss loss = model.target() instanceof Target.Regression ? Loss.RMSE_RISE : Loss.AUC_DROP;
    int width = model.target().width();
    float[] labels = sample.labels().clone();
    if (model.target() instanceof Target.MultiClass) {
      for (int i = 0; i < labels.length; i++) {
        labels[i] = labels[i] == width - 1 ? 1 : 0;
      }
    }
    int block = Math.max(1, sample.rows() / BLOCKS);
    List<Importance> found = new ArrayList<>();
    for (Importance one :
        new PermutationImportance(loss, block, 1, seed)
            .of(
                model.featureNames(),
                sample.features(),
                labels,
                (rows, n) -> last(model.score(rows, n), n, width))) {
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
