package org.tidemark.models.calibrate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A line through knots that never falls, flat outside them. The knots are the blocks of isotonic
 * regression: mean score and mean label of each (centred isotonic regression, Oron and Flournoy
 * 2017). Steps instead of lines would let the last bit of a score decide a whole step.
 *
 * <p>An ONNX file says the same as {@code y_0 + sum_i bend_i x max(0, p - x_i)} with {@link
 * #bends}.
 *
 * @param x scores, increasing, one or more
 * @param y probabilities, never falling, as many
 */
public record IsotonicCalibration(double[] x, double[] y) implements Calibrator {
  private static final long serialVersionUID = 1L;

  public IsotonicCalibration {
    x = x.clone();
    y = y.clone();
    if (x.length == 0 || x.length != y.length) {
      throw new IllegalArgumentException(x.length + " scores came with " + y.length + " values");
    }
    for (int i = 0; i < x.length; i++) {
      boolean rises = i == 0 || x[i] > x[i - 1] && y[i] >= y[i - 1];
      if (!rises || !(y[i] >= 0 && y[i] <= 1) || !Double.isFinite(x[i])) {
        throw new IllegalArgumentException(
            "knot "
                + i
                + " at ("
                + x[i]
                + ", "
                + y[i]
                + "): scores increase, values are from 0 to 1 and never fall");
      }
    }
  }

  @Override
  public double[] x() {
    return x.clone();
  }

  @Override
  public double[] y() {
    return y.clone();
  }

  @Override
  public boolean fits(int outputs) {
    return outputs == 1;
  }

  /** How the slope changes at each knot. */
  public double[] bends() {
    double[] bends = new double[x.length];
    double before = 0;
    for (int i = 0; i < x.length; i++) {
      double slope = i + 1 < x.length ? (y[i + 1] - y[i]) / (x[i + 1] - x[i]) : 0;
      bends[i] = slope - before;
      before = slope;
    }
    return bends;
  }

  @Override
  public void calibrate(float[] scores, int from, int outputs) {
    double p = scores[from];
    if (p <= x[0]) {
      scores[from] = (float) y[0];
      return;
    }
    int last = x.length - 1;
    if (p >= x[last]) {
      scores[from] = (float) y[last];
      return;
    }
    int low = 0;
    int high = last;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (x[middle] <= p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    scores[from] = (float) (y[low] + (y[high] - y[low]) / (x[high] - x[low]) * (p - x[low]));
  }

  @Override
  public Map<String, double[]> numbers() {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    numbers.put("x", x.clone());
    numbers.put("y", y.clone());
    return numbers;
  }

  @Override
  public String name() {
    return "isotonic";
  }
}
