package org.tidemark.models.calibrate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code 1 / (1 + exp(-(a x ln p - b x ln(1 - p) + c)))} of a probability {@code p}. Source: Kull,
 * Silva Filho and Flach (2017), "Beta calibration", AISTATS.
 *
 * @param a 0 or more: order is kept
 * @param b 0 or more
 * @param c shift of the log-odds
 */
public record BetaCalibration(double a, double b, double c) implements Calibrator {
  private static final long serialVersionUID = 1L;

  public BetaCalibration {
    LogisticFit.need("a", a, 0);
    LogisticFit.need("b", b, 0);
    LogisticFit.need("c", c, Double.NEGATIVE_INFINITY);
  }

  @Override
  public boolean fits(int outputs) {
    return outputs == 1;
  }

  @Override
  public void calibrate(float[] scores, int from, int outputs) {
    double p = Calibrator.inside(scores[from]);
    double margin = a * StrictMath.log(p) - b * StrictMath.log(1 - p) + c;
    scores[from] = (float) LogisticFit.sigmoid(margin);
  }

  @Override
  public Map<String, double[]> numbers() {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    numbers.put("a", new double[] {a});
    numbers.put("b", new double[] {b});
    numbers.put("c", new double[] {c});
    return numbers;
  }

  @Override
  public String name() {
    return "beta";
  }
}
