package org.tidemark.models.form;

/**
 * A net over standardised columns: {@code z_j = clip((x_j - mean_j) / deviation_j, -10, 10)} with
 * {@code z_j = 0} where x_j is NaN, rounded to float as nets are fitted on floats; then the layers
 * of {@link NetShape} and the link. Weights are floats; {@link NetWalk} adds and multiplies them in
 * double and rounds once at the end, and is what other ways of computing it are held against.
 *
 * @param means one per column, of the training window
 * @param deviations one per column, above 0
 * @param weights as {@link NetShape#parts()} lays them
 */
public record NetForm(
    NetShape shape, double[] means, double[] deviations, float[] weights, Link link)
    implements ModelForm {
  private static final long serialVersionUID = 1L;

  public NetForm {
    means = means.clone();
    deviations = deviations.clone();
    weights = weights.clone();
    link.need(shape.outputs());
    link.needDouble();
    if (means.length != shape.columns()
        || deviations.length != shape.columns()
        || weights.length != shape.parameters()) {
      throw new IllegalArgumentException(
          "a net of %d columns and %d parameters came with %d means, %d deviations and %d weights"
              .formatted(
                  shape.columns(),
                  shape.parameters(),
                  means.length,
                  deviations.length,
                  weights.length));
    }
    for (int j = 0; j < means.length; j++) {
      if (!Double.isFinite(means[j]) || !(deviations[j] > 0) || !Double.isFinite(deviations[j])) {
        throw new IllegalArgumentException(
            "column "
                + j
                + " has mean "
                + means[j]
                + " and deviation "
                + deviations[j]
                + "; both must be finite, the deviation above 0");
      }
    }
    for (int i = 0; i < weights.length; i++) {
      if (!Float.isFinite(weights[i])) {
        throw new IllegalArgumentException(
            "weight " + i + " is " + weights[i] + "; the fit diverged: fit with a lower rate");
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

  @Override
  public float[] weights() {
    return weights.clone();
  }

  @Override
  public int features() {
    return shape.columns();
  }

  @Override
  public int outputs() {
    return shape.outputs();
  }

  /** The mean and both clips. */
  @Override
  public float[][] edges() {
    float[][] edges = new float[means.length][];
    for (int j = 0; j < edges.length; j++) {
      double reach = LinearForm.CLIP * deviations[j];
      edges[j] =
          new float[] {(float) (means[j] - reach), (float) means[j], (float) (means[j] + reach)};
    }
    return edges;
  }

  /**
   * Steps of a sequence pass errors on, and runtimes take sigmoids by a fraction of polynomials.
   */
  @Override
  public double tolerance() {
    return 5e-6;
  }

  /** The value of column {@code j} as the net sees it. */
  public float standardised(int j, float value) {
    double x = Float.isNaN(value) ? means[j] : value;
    double z = (x - means[j]) / deviations[j];
    return (float) Math.min(LinearForm.CLIP, Math.max(-LinearForm.CLIP, z));
  }

  /** A part of the weights, as doubles. */
  double[] part(String name) {
    NetShape.Part part = shape.part(name);
    double[] numbers = new double[part.count()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = weights[part.from() + i];
    }
    return numbers;
  }
}
