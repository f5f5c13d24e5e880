package org.tidemark.models.form;

import java.util.List;

/**
 * A model of standardised columns: {@code z_j = (x_j - mean_j) / deviation_j} in double, rounded
 * once to float, then the model. A missing value stays missing.
 *
 * @param means one per column, of the training window
 * @param deviations one per column, above 0
 */
public record NormalisedForm(double[] means, double[] deviations, ModelForm model)
    implements ModelForm {
  private static final long serialVersionUID = 1L;

  public NormalisedForm {
    means = means.clone();
    deviations = deviations.clone();
    if (means.length != model.features() || deviations.length != means.length) {
      throw new IllegalArgumentException(
          "a model of "
              + model.features()
              + " columns came with "
              + means.length
              + " means and "
              + deviations.length
              + " deviations");
    }
    for (int j = 0; j < means.length; j++) {
      boolean fits = Double.isFinite(means[j]) && Double.isFinite(deviations[j]);
      if (!fits || !(deviations[j] > 0)) {
        throw new IllegalArgumentException(
            "mean "
                + means[j]
                + " and deviation "
                + deviations[j]
                + " of column "
                + j
                + " must be finite, the deviation above 0");
      }
    }
  }

  @Override
  public double[] means() {
    return means.clone();
  }

  @Override
  public double[] deviations() {
    return deviations.clone();
  }

  /** The value of column {@code j} as the model reads it. */
  public float normalised(int j, float value) {
    return (float) (((double) value - means[j]) / deviations[j]);
  }

  @Override
  public int features() {
    return means.length;
  }

  @Override
  public int outputs() {
    return model.outputs();
  }

  @Override
  public double tolerance() {
    return model.tolerance();
  }

  @Override
  public Link link() {
    return model.link();
  }

  /** The model's, where they lie before they are standardised; a step beside may be the edge. */
  @Override
  public float[][] edges() {
    float[][] edges = model.edges();
    for (int j = 0; j < edges.length; j++) {
      for (int at = 0; at < edges[j].length; at++) {
        edges[j][at] = (float) (means[j] + deviations[j] * edges[j][at]);
      }
    }
    return Edges.all(List.<float[][]>of(edges), features());
  }
}
