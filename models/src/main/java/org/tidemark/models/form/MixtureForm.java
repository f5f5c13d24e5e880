package org.tidemark.models.form;

import java.util.Arrays;

/**
 * A mixture of normal distributions over standardised columns, in double: which of its components a
 * row belongs to. With z as {@link LinearForm} has it (imputed, standardised, clipped),
 *
 * <pre>{@code margin_k = offset_k - |W_k z - b_k|^2 / 2}</pre>
 *
 * <p>where the rows of W_k whiten component k, {@code W_k covariance_k W_k' = I} and {@code b_k =
 * W_k mean_k}, and {@code offset_k = log weight_k + log det W_k} leaves out what all components
 * share. The softmax of the margins is the posterior probability of each component; with two
 * components the output is that of the second, {@code 1 / (1 + exp(margin_0 - margin_1))}. Rounded
 * once to float.
 *
 * @param means one per column, of the training window
 * @param deviations one per column, above 0
 * @param whitening per component, columns x columns, row-major
 * @param centres per component, one number per column
 * @param offsets one per component, 2 or more
 */
public record MixtureForm(
    double[] means, double[] deviations, double[][] whitening, double[][] centres, double[] offsets)
    implements ModelForm {
  private static final long serialVersionUID = 1L;

  public MixtureForm {
    int columns = means.length;
    int components = offsets.length;
    means = means.clone();
    deviations = deviations.clone();
    offsets = offsets.clone();
    whitening = copy(whitening);
    centres = copy(centres);
    if (components < 2
        || deviations.length != columns
        || whitening.length != components
        || centres.length != components
        || Arrays.stream(whitening).anyMatch(w -> w.length != columns * columns)
        || Arrays.stream(centres).anyMatch(c -> c.length != columns)) {
      throw new IllegalArgumentException(
          "a mixture of "
              + components
              + " components over "
              + columns
              + " columns needs 2 components at least, a deviation per column, and per component"
              + " a square matrix and a centre of that many columns");
    }
    finite("mean", means);
    finite("offset", offsets);
    for (int k = 0; k < components; k++) {
      finite("whitening number of component " + k + ",", whitening[k]);
      finite("centre of component " + k + ", column", centres[k]);
    }
    for (int j = 0; j < columns; j++) {
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

  private static double[][] copy(double[][] values) {
    double[][] copy = values.clone();
    for (int k = 0; k < copy.length; k++) {
      copy[k] = copy[k].clone();
    }
    return copy;
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
  public double[][] whitening() {
    return copy(whitening);
  }

  @Override
  public double[][] centres() {
    return copy(centres);
  }

  @Override
  public double[] offsets() {
    return offsets.clone();
  }

  @Override
  public int features() {
    return means.length;
  }

  /** Components of the mixture. */
  public int components() {
    return offsets.length;
  }

  @Override
  public int outputs() {
    return components() == 2 ? 1 : components();
  }

  @Override
  public Link link() {
    return components() == 2 ? Link.SIGMOID : Link.SOFTMAX;
  }

  /** The mean and both clips. */
  @Override
  public float[][] edges() {
    return LinearForm.edges(means, deviations);
  }

  /** Scores the row that starts at {@code from} into {@code out} at {@code to}. */
  public void score(float[] rows, int from, float[] out, int to) {
    int columns = means.length;
    double[] z = new double[columns];
    for (int j = 0; j < columns; j++) {
      z[j] = LinearForm.standardised(means[j], deviations[j], rows[from + j]);
    }
    double[] margins = offsets.clone();
    for (int k = 0; k < margins.length; k++) {
      double square = 0;
      for (int i = 0; i < columns; i++) {
        double white = 0;
        for (int j = 0; j < columns; j++) {
          white += z[j] * whitening[k][i * columns + j];
        }
        white -= centres[k][i];
        square += white * white;
      }
      margins[k] -= square / 2;
    }
    if (link() == Link.SIGMOID) {
      out[to] = (float) LinearForm.sigmoid(margins[1] - margins[0]);
    } else {
      LinearForm.softmax(margins, out, to);
    }
  }
}
