package org.tidemark.models.form;

/**
 * A linear model over imputed, standardised, clipped columns, in double: {@code z_j = clip((x_j -
 * mean_j) / deviation_j, -10, 10)} with {@code x_j = mean_j} where it is NaN; {@code margin_k =
 * sum_j z_j * coefficients[k][j] + intercepts[k]}; then the link, rounded once to float.
 *
 * <p>Clipping bounds what one broken tick can do to a score: beyond ten deviations of the training
 * window a linear extrapolation means nothing.
 *
 * @param means one per column, of the training window
 * @param deviations one per column, above 0
 * @param coefficients outputs x columns
 * @param intercepts one per output
 */
public record LinearForm(
    double[] means, double[] deviations, double[][] coefficients, double[] intercepts, Link link)
    implements ModelForm {
  /** Standardised values are cut to this many deviations on either side. */
  public static final double CLIP = 10.0;

  public LinearForm {
    means = means.clone();
    deviations = deviations.clone();
    intercepts = intercepts.clone();
    coefficients = coefficients.clone();
    link.need(intercepts.length);
    link.needDouble();
    if (deviations.length != means.length || coefficients.length != intercepts.length) {
      throw new IllegalArgumentException(
          means.length
              + " means came with "
              + deviations.length
              + " deviations, and "
              + intercepts.length
              + " intercepts with "
              + coefficients.length
              + " rows of coefficients");
    }
    finite("mean", means);
    finite("intercept", intercepts);
    for (int k = 0; k < coefficients.length; k++) {
      coefficients[k] = coefficients[k].clone();
      if (coefficients[k].length != means.length) {
        throw new IllegalArgumentException(
            "output " + k + " has " + coefficients[k].length + " coefficients of " + means.length);
      }
      finite("coefficient", coefficients[k]);
    }
    for (int j = 0; j < deviations.length; j++) {
      if (!(deviations[j] > 0) || Double.isInfinite(deviations[j])) {
        throw new IllegalArgumentException(
            "deviation " + deviations[j] + " of column " + j + " must be above 0 and finite");
      }
    }
  }

  private static void finite(String what, double[] values) {
    for (int j = 0; j < values.length; j++) {
      if (!Double.isFinite(values[j])) {
        throw new IllegalArgumentException(
            what + " " + j + " is " + values[j] + "; must be finite");
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
  public double[][] coefficients() {
    double[][] copy = coefficients.clone();
    for (int k = 0; k < copy.length; k++) {
      copy[k] = copy[k].clone();
    }
    return copy;
  }

  @Override
  public double[] intercepts() {
    return intercepts.clone();
  }

  @Override
  public int features() {
    return means.length;
  }

  @Override
  public int outputs() {
    return intercepts.length;
  }

  /** The mean and both clips. */
  @Override
  public float[][] edges() {
    return edges(means, deviations);
  }

  static float[][] edges(double[] means, double[] deviations) {
    float[][] edges = new float[means.length][];
    for (int j = 0; j < edges.length; j++) {
      double reach = CLIP * deviations[j];
      edges[j] =
          new float[] {(float) (means[j] - reach), (float) means[j], (float) (means[j] + reach)};
    }
    return edges;
  }

  /** The value of column {@code j} after imputation, standardisation and clipping. */
  public double standardised(int j, float value) {
    return standardised(means[j], deviations[j], value);
  }

  static double standardised(double mean, double deviation, float value) {
    double x = Float.isNaN(value) ? mean : value;
    return Math.min(CLIP, Math.max(-CLIP, (x - mean) / deviation));
  }

  /** Scores the row that starts at {@code from} into {@code out} at {@code to}. */
  public void score(float[] rows, int from, float[] out, int to) {
    double[] margins = intercepts.clone();
    double[] z = new double[means.length];
    for (int j = 0; j < z.length; j++) {
      z[j] = standardised(j, rows[from + j]);
    }
    for (int k = 0; k < margins.length; k++) {
      double dot = 0;
      for (int j = 0; j < z.length; j++) {
        dot += z[j] * coefficients[k][j];
      }
      margins[k] += dot;
    }
    switch (link) {
      case IDENTITY, PROBABILITY -> {
        for (int k = 0; k < margins.length; k++) {
          out[to + k] = (float) margins[k];
        }
      }
      case SIGMOID -> out[to] = (float) sigmoid(margins[0]);
      case SOFTMAX -> softmax(margins, out, to);
    }
  }

  static double sigmoid(double margin) {
    return 1 / (1 + StrictMath.exp(-margin));
  }

  static void softmax(double[] margins, float[] out, int to) {
    double highest = margins[0];
    for (double margin : margins) {
      highest = Math.max(highest, margin);
    }
    double sum = 0;
    for (int k = 0; k < margins.length; k++) {
      margins[k] = StrictMath.exp(margins[k] - highest);
      sum += margins[k];
    }
    for (int k = 0; k < margins.length; k++) {
      out[to + k] = (float) (margins[k] / sum);
    }
  }
}
