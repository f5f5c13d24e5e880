package org.tidemark.models.calibrate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code 1 / (1 + exp(-(a x logit(p) + b)))} of a probability {@code p}. Source: Platt (1999), on
 * log-odds instead of margins.
 *
 * @param a 0 or more: order is kept
 * @param b shift of the log-odds
 */
public record PlattScaling(double a, double b) implements Calibrator {
  private static final long serialVersionUID = 1L;

  public PlattScaling {
    LogisticFit.need("a", a, 0);
    LogisticFit.need("b", b, Double.NEGATIVE_INFINITY);
  }

  @Override
  public boolean fits(int outputs) {
    return outputs == 1;
  }

  @Override
  public void calibrate(float[] scores, int from, int outputs) {
    double p = Calibrator.inside(scores[from]);
    double margin = a * (StrictMath.log(p) - StrictMath.log(1 - p)) + b;
    scores[from] = (float) LogisticFit.sigmoid(margin);
  }

  @Override
  public Map<String, double[]> numbers() {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    numbers.put("a", new double[] {a});
    numbers.put("b", new double[] {b});
    return numbers;
  }

  @Override
  public String name() {
    return "platt";
  }
}
