package org.tidemark.models.ensemble;

import java.math.BigDecimal;
import java.util.Map;
import org.tidemark.models.Target;
import org.tidemark.models.form.ByRegime;
import org.tidemark.models.form.Combiner;
import org.tidemark.models.form.LinearForm;

/** The slow, obvious twin of an ensemble: one row, one member at a time, sums in exact decimals. */
final class SlowEnsemble {
  private SlowEnsemble() {}

  static double[] score(EnsembleModel model, float[] row) {
    int outputs = model.target().width();
    float[][] said = new float[model.members().size()][];
    for (int m = 0; m < said.length; m++) {
      said[m] = model.members().get(m).score(row.clone(), 1);
    }
    if (model.combiner() instanceof Combiner.Mean mean) {
      return mean(said, mean.weights(), outputs);
    }
    if (model.combiner() instanceof ByRegime chosen) {
      Combiner.Mean mean = chosen.otherwise();
      for (Map.Entry<Float, Combiner.Mean> own : chosen.means().entrySet()) {
        mean = own.getKey() == row[chosen.column()] ? own.getValue() : mean;
      }
      return mean(said, mean.weights(), outputs);
    }
    return model.combiner() instanceof Combiner.Vote
        ? votes(said, model.target())
        : stacked(said, ((Combiner.Stack) model.combiner()).over());
  }

  private static double[] mean(float[][] said, double[] weights, int outputs) {
    double[] out = new double[outputs];
    for (int k = 0; k < outputs; k++) {
      BigDecimal sum = BigDecimal.ZERO;
      for (int m = 0; m < said.length; m++) {
        sum = sum.add(new BigDecimal(weights[m]).multiply(new BigDecimal(said[m][k])));
      }
      out[k] = sum.doubleValue();
    }
    return out;
  }

  private static double[] votes(float[][] said, Target target) {
    int classes = target instanceof Target.MultiClass multi ? multi.classes() : 2;
    int[] count = new int[classes];
    for (float[] one : said) {
      int named = -1;
      for (int k = classes - 1; k >= 0; k--) {
        boolean best = true;
        for (int other = 0; other < classes; other++) {
          best &= of(one, k) >= of(one, other);
        }
        // Of several classes the lowest of equals, of two the higher.
        named = best && (named < 0 || classes > 2) ? k : named;
      }
      count[named]++;
    }
    if (classes == 2) {
      return new double[] {(double) count[1] / said.length};
    }
    double[] out = new double[classes];
    for (int k = 0; k < classes; k++) {
      out[k] = (double) count[k] / said.length;
    }
    return out;
  }

  private static double of(float[] said, int k) {
    return said.length > 1 ? said[k] : k == 1 ? said[0] : 1 - (double) said[0];
  }

  private static double[] stacked(float[][] said, LinearForm over) {
    double[] margins = new double[over.outputs()];
    double total = 0;
    for (int k = 0; k < margins.length; k++) {
      margins[k] = over.intercepts()[k];
      for (int m = 0; m < said.length; m++) {
        for (int j = 0; j < said[m].length; j++) {
          int at = m * said[m].length + j;
          double z = (said[m][j] - over.means()[at]) / over.deviations()[at];
          margins[k] += over.coefficients()[k][at] * Math.max(-10, Math.min(10, z));
        }
      }
      total += Math.exp(margins[k]);
    }
    double[] out = new double[margins.length];
    for (int k = 0; k < out.length; k++) {
      out[k] =
          switch (over.link()) {
            case IDENTITY, PROBABILITY -> margins[k];
            case SIGMOID, FLOAT_SIGMOID -> 1 / (1 + Math.exp(-margins[k]));
            case SOFTMAX -> Math.exp(margins[k]) / total;
          };
    }
    return out;
  }
}
