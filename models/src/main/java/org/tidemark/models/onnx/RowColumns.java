package org.tidemark.models.onnx;

/**
 * Single columns of rows. A column is picked by a product with ones and zeros, for which all values
 * must be finite: what is missing stands as 0, what is infinite as the largest float.
 *
 * @param finite the rows so
 * @param gaps 1 where a value is missing, else 0
 */
record RowColumns(
    Graph graph, int features, Graph.Value<Element.F64> finite, Graph.Value<Element.F64> gaps) {

  static RowColumns of(Graph graph, int features, Graph.Value<Element.F32> rows) {
    Graph.Value<Element.F64> x = graph.toDouble(rows);
    Graph.Value<Element.Bool> missing = graph.isNaN(x);
    return new RowColumns(
        graph,
        features,
        graph.clip(
            graph.where(missing, number(graph, 0), x), -(double) Float.MAX_VALUE, Float.MAX_VALUE),
        graph.ones(missing));
  }

  /** The column, 0 where it is missing. */
  Graph.Value<Element.F64> value(int column) {
    return graph.multiply(finite, pick(column));
  }

  /** The column, another number where it is missing. */
  Graph.Value<Element.F64> value(int column, double missing) {
    Graph.Value<Element.F64> gap = graph.multiply(gaps, pick(column));
    return graph.where(graph.less(number(graph, 0), gap), number(graph, missing), value(column));
  }

  private Graph.Value<Element.F64> pick(int column) {
    double[] ones = new double[features];
    ones[column] = 1;
    return graph.constant(ones, features);
  }

  static Graph.Value<Element.F64> number(Graph graph, double number) {
    return graph.constant(new double[] {number}, 1);
  }
}
