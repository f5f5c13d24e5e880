package org.tidemark.models.form;

import java.util.HashMap;
import java.util.Map;

/** The slow twin of {@link NetWalk}: one row, one unit and one weight after the other. */
public final class SlowNet {
  private final NetShape shape;
  private final float[] weights;
  private final Map<String, Integer> starts = new HashMap<>();

  public SlowNet(NetShape shape, float[] weights) {
    this.shape = shape;
    this.weights = weights;
    shape.parts().forEach(part -> starts.put(part.name(), part.from()));
  }

  /** Margins of one standardised row. */
  public double[] margins(double[] z) {
    double[][] sequence = new double[shape.steps()][shape.filters()];
    for (int t = 0; t < shape.steps(); t++) {
      for (int f = 0; f < shape.filters(); f++) {
        double sum = at("convolution.bias", f);
        for (int c = 0; c < shape.channels(); c++) {
          for (int k = 0; k < shape.kernel(); k++) {
            int weight = (f * shape.channels() + c) * shape.kernel() + k;
            sum += z[c * shape.lags() + t + k] * at("convolution.weight", weight);
          }
        }
        sequence[t][f] = sum;
      }
    }
    for (int layer = 0; layer < shape.layers(); layer++) {
      sequence = lstm("lstm" + layer, sequence);
    }
    double[] margins = new double[shape.outputs()];
    for (int o = 0; o < margins.length; o++) {
      margins[o] = at("dense.bias", o);
      for (int k = 0; k < shape.hidden(); k++) {
        margins[o] += sequence[shape.steps() - 1][k] * at("dense.weight", o * shape.hidden() + k);
      }
    }
    return margins;
  }

  private double[][] lstm(String name, double[][] in) {
    int hidden = shape.hidden();
    double[][] out = new double[in.length][hidden];
    double[] before = new double[hidden];
    double[] cell = new double[hidden];
    for (int t = 0; t < in.length; t++) {
      double[] next = new double[hidden];
      for (int k = 0; k < hidden; k++) {
        double input = sigmoid(gate(name, k, in[t], before, t));
        double forget = sigmoid(gate(name, hidden + k, in[t], before, t));
        double candidate = tanh(gate(name, 2 * hidden + k, in[t], before, t));
        double output = sigmoid(gate(name, 3 * hidden + k, in[t], before, t));
        cell[k] = forget * cell[k] + input * candidate;
        next[k] = output * tanh(cell[k]);
      }
      out[t] = next;
      before = next;
    }
    return out;
  }

  private double gate(String name, int unit, double[] in, double[] before, int t) {
    double sum = at(name + ".bias", unit);
    for (int j = 0; j < in.length; j++) {
      sum += in[j] * at(name + ".input", unit * in.length + j);
    }
    for (int j = 0; t > 0 && j < before.length; j++) {
      sum += before[j] * at(name + ".hidden", unit * before.length + j);
    }
    return sum;
  }

  private double at(String part, int i) {
    return weights[starts.get(part) + i];
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static double tanh(double x) {
    return 2 / (1 + StrictMath.exp(-2 * x)) - 1;
  }
}
