package org.tidemark.models.form;

import java.util.ArrayList;
import java.util.List;

/**
 * Computes a {@link NetForm} in plain Java, in double. Every sum begins with its bias and takes its
 * terms in the order of the weights, so that the result of a row is the same bits whatever rows it
 * is scored with. Rows go through a layer a few at a time, so that a weight is fetched once for all
 * of them. Immutable: threads may share it.
 *
 * <p>The sigmoid is {@code 1 / (1 + exp(-x))}, the hyperbolic tangent {@code 2 / (1 + exp(-2 x)) -
 * 1}, with the exponential of {@link StrictMath}.
 */
public final class NetWalk {
  private static final int TILE = 8;

  private final NetForm form;
  private final NetShape shape;

  /** By what is multiplied, then by output: the inner loops run along outputs. */
  private final double[] convolution;

  private final double[] convolutionBias;
  private final List<Layer> layers = new ArrayList<>();
  private final double[] dense;
  private final double[] denseBias;

  private record Layer(int width, double[] input, double[] hidden, double[] bias) {}

  public NetWalk(NetForm form) {
    this.form = form;
    this.shape = form.shape();
    this.convolution = turned(form.part("convolution.weight"), shape.filters());
    this.convolutionBias = form.part("convolution.bias");
    for (int layer = 0; layer < shape.layers(); layer++) {
      String name = "lstm" + layer;
      layers.add(
          new Layer(
              layer == 0 ? shape.filters() : shape.hidden(),
              turned(form.part(name + ".input"), 4 * shape.hidden()),
              turned(form.part(name + ".hidden"), 4 * shape.hidden()),
              form.part(name + ".bias")));
    }
    this.dense = turned(form.part("dense.weight"), shape.outputs());
    this.denseBias = form.part("dense.bias");
  }

  /** Rows of {@code outputs} weights become columns. */
  private static double[] turned(double[] weights, int outputs) {
    int inputs = weights.length / outputs;
    double[] turned = new double[weights.length];
    for (int k = 0; k < outputs; k++) {
      for (int j = 0; j < inputs; j++) {
        turned[j * outputs + k] = weights[k * inputs + j];
      }
    }
    return turned;
  }

  /**
   * Scores rows.
   *
   * @param rows row-major, NaN for missing
   * @return rows x outputs
   */
  public float[] score(float[] rows, int count) {
    float[] out = new float[Math.multiplyExact(count, shape.outputs())];
    for (int row = 0; row < count; row += TILE) {
      tile(rows, row, Math.min(TILE, count - row), out);
    }
    return out;
  }

  private void tile(float[] rows, int first, int n, float[] out) {
    double[] sequence = convolved(rows, first, n);
    for (Layer layer : layers) {
      sequence = recurred(layer, sequence, n);
    }
    int last = (shape.steps() - 1) * n * shape.hidden();
    double[] margins = new double[shape.outputs()];
    for (int r = 0; r < n; r++) {
      System.arraycopy(denseBias, 0, margins, 0, margins.length);
      int from = last + r * shape.hidden();
      add(margins, 0, margins.length, dense, sequence, from, shape.hidden());
      linked(margins, out, (first + r) * margins.length);
    }
  }

  /** By step, then row: the filters of the convolution. */
  private double[] convolved(float[] rows, int first, int n) {
    int columns = shape.columns();
    double[] z = new double[columns];
    double[] seen = new double[shape.channels() * shape.kernel()];
    double[] out = new double[shape.steps() * n * shape.filters()];
    for (int r = 0; r < n; r++) {
      for (int j = 0; j < columns; j++) {
        z[j] = form.standardised(j, rows[(first + r) * columns + j]);
      }
      for (int t = 0; t < shape.steps(); t++) {
        for (int c = 0; c < shape.channels(); c++) {
          System.arraycopy(z, c * shape.lags() + t, seen, c * shape.kernel(), shape.kernel());
        }
        int to = (t * n + r) * shape.filters();
        System.arraycopy(convolutionBias, 0, out, to, shape.filters());
        add(out, to, shape.filters(), convolution, seen, 0, seen.length);
      }
    }
    return out;
  }

  /** By step, then row: the state of an LSTM layer. */
  private double[] recurred(Layer layer, double[] in, int n) {
    int hidden = shape.hidden();
    int gates = 4 * hidden;
    double[] sums = new double[n * gates];
    double[] cells = new double[n * hidden];
    double[] out = new double[shape.steps() * n * hidden];
    for (int t = 0; t < shape.steps(); t++) {
      for (int r = 0; r < n; r++) {
        System.arraycopy(layer.bias(), 0, sums, r * gates, gates);
      }
      addAll(sums, n, gates, layer.input(), in, t * n * layer.width(), layer.width());
      if (t > 0) {
        addAll(sums, n, gates, layer.hidden(), out, (t - 1) * n * hidden, hidden);
      }
      for (int r = 0; r < n; r++) {
        for (int k = 0; k < hidden; k++) {
          int at = r * gates + k;
          double cell =
              sigmoid(sums[at + hidden]) * cells[r * hidden + k]
                  + sigmoid(sums[at]) * tanh(sums[at + 2 * hidden]);
          cells[r * hidden + k] = cell;
          out[(t * n + r) * hidden + k] = sigmoid(sums[at + 3 * hidden]) * tanh(cell);
        }
      }
    }
    return out;
  }

  /** For each row of the tile the weights times its inputs. */
  private static void addAll(
      double[] sums, int n, int outputs, double[] weights, double[] in, int from, int inputs) {
    for (int j = 0; j < inputs; j++) {
      for (int r = 0; r < n; r++) {
        along(sums, r * outputs, outputs, weights, j * outputs, in[from + r * inputs + j]);
      }
    }
  }

  private static void add(
      double[] sums, int to, int outputs, double[] weights, double[] in, int from, int inputs) {
    for (int j = 0; j < inputs; j++) {
      along(sums, to, outputs, weights, j * outputs, in[from + j]);
    }
  }

  /** A method of its own: so small a loop the compiler turns into vector instructions. */
  private static void along(double[] sums, int to, int n, double[] weights, int at, double x) {
    for (int k = 0; k < n; k++) {
      sums[to + k] += x * weights[at + k];
    }
  }

  private void linked(double[] margins, float[] out, int to) {
    switch (form.link()) {
      case IDENTITY -> out[to] = (float) margins[0];
      case SIGMOID -> out[to] = (float) sigmoid(margins[0]);
      case SOFTMAX -> LinearForm.softmax(margins, out, to);
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static double tanh(double x) {
    return 2 / (1 + StrictMath.exp(-2 * x)) - 1;
  }
}
