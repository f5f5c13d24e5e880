package org.tidemark.models.explain;

import java.util.Optional;
import org.tidemark.models.form.CalibratedForm;
import org.tidemark.models.form.LinearForm;
import org.tidemark.models.form.ModelForm;
import org.tidemark.models.form.TreeEnsemble;

/**
 * Shapley values of a model's features in the space of its margins: by how much each feature moved
 * a row's margin away from the expected one. {@code sum of values + expected = margin}.
 */
public sealed interface Shap permits TreeShap, LinearShap {
  /** The margin of each output before anything is known of a row. */
  double[] expected();

  /**
   * Values of rows, row-major: {@code outputs x features} for each.
   *
   * @param rows row-major, as many columns as the model has features; NaN for missing
   */
  double[] values(float[] rows, int n);

  /**
   * What can explain a model, a calibrated one as it is before its calibrator; empty for a tree
   * ensemble that does not keep its covers.
   */
  static Optional<Shap> of(ModelForm form) {
    if (form instanceof CalibratedForm calibrated) {
      return of(calibrated.model());
    }
    if (form instanceof LinearForm linear) {
      return Optional.of(new LinearShap(linear));
    }
    return form instanceof TreeEnsemble trees
            && trees.trees().stream().noneMatch(tree -> tree.covers().isEmpty())
        ? Optional.of(TreeShap.of(trees))
        : Optional.empty();
  }
}
