package org.tidemark.models.onnx;

import org.tidemark.models.form.MixtureForm;

/**
 * Writes a mixture of normal distributions, in double: all components are whitened by one product,
 * and a second one adds up the squares of each.
 */
final class MixtureGraph {
  private MixtureGraph() {}

  /** The probabilities of the components. */
  static Graph.Value<Element.F32> add(
      Graph graph, MixtureForm form, Graph.Value<Element.F32> rows) {
    int columns = form.features();
    int components = form.components();
    double[] white = new double[columns * columns * components];
    double[] centre = new double[columns * components];
    double[][] whitening = form.whitening();
    for (int k = 0; k < components; k++) {
      System.arraycopy(form.centres()[k], 0, centre, k * columns, columns);
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j < columns; j++) {
          white[(j * components + k) * columns + i] = whitening[k][i * columns + j];
        }
      }
    }
    Graph.Value<Element.F64> z =
        OnnxExport.standardised(graph, form.means(), form.deviations(), graph.toDouble(rows));
    Graph.Value<Element.F64> apart =
        graph.subtract(
            graph.multiply(z, graph.constant(white, columns)), graph.constant(centre, 1));
    Graph.Value<Element.F64> squares = graph.times(apart, apart);
    double[] offsets = form.offsets();
    if (components > 2) {
      Graph.Value<Element.F64> halves =
          graph.multiply(
              squares, graph.constant(halves(columns, components), columns * components));
      return graph.toFloat(graph.softmax(graph.plus(halves, graph.constant(offsets, 1))));
    }
    Graph.Value<Element.F64> odds =
        graph.multiply(squares, graph.constant(difference(columns), 2 * columns));
    double[] offset = {offsets[1] - offsets[0]};
    return graph.toFloat(graph.sigmoid(graph.plus(odds, graph.constant(offset, 1))));
  }

  /** Columns times components rows, a column per component: -1/2 where the row is of it. */
  private static double[] halves(int columns, int components) {
    double[] halves = new double[columns * components * components];
    for (int i = 0; i < columns * components; i++) {
      halves[i * components + i / columns] = -0.5;
    }
    return halves;
  }

  /** One column: 1/2 for rows of the first component, -1/2 for those of the second. */
  private static double[] difference(int columns) {
    double[] difference = new double[2 * columns];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = i < columns ? 0.5 : -0.5;
    }
    return difference;
  }
}
