package org.tidemark.models.calibrate;

import java.util.Map;

/**
 * Every probability to the power of {@code 1 / t}, made to sum to 1 again; for two classes the
 * log-odds divided by {@code t}. Source: Guo, Pleiss, Sun and Weinberger (2017), ICML.
 *
 * @param t above 0; above 1 it takes confidence away
 */
public record TemperatureScaling(double t) implements Calibrator {
  private static final long serialVersionUID = 1L;

  public TemperatureScaling {
    if (!(t > 0 && Double.isFinite(t))) {
      throw new IllegalArgumentException("temperature = " + t + " must be above 0 and finite");
    }
  }

  @Override
  public boolean fits(int outputs) {
    return outputs == 1 || outputs >= 3;
  }

  @Override
  public void calibrate(float[] scores, int from, int outputs) {
    if (outputs == 1) {
      double p = Calibrator.inside(scores[from]);
      scores[from] =
          (float) LogisticFit.sigmoid((StrictMath.log(p) - StrictMath.log(1 - p)) * (1 / t));
      return;
    }
    double[] margins = new double[outputs];
    double highest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < outputs; k++) {
      margins[k] = StrictMath.log(Calibrator.inside(scores[from + k])) * (1 / t);
      highest = Math.max(highest, margins[k]);
    }
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      margins[k] = StrictMath.exp(margins[k] - highest);
      sum += margins[k];
    }
    for (int k = 0; k < outputs; k++) {
      scores[from + k] = (float) (margins[k] / sum);
    }
  }

  @Override
  public Map<String, double[]> numbers() {
    return Map.of("t", new double[] {t});
  }

  @Override
  public String name() {
    return "temperature";
  }
}
