package org.tidemark.models.onnx;

import java.util.List;
import org.tidemark.models.form.Blend;
import org.tidemark.models.form.BlendedForm;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.NormalisedForm;

/** Writes what stands before and behind a model in one graph: a normaliser, and a blend. */
final class BlendGraph {
  private BlendGraph() {}

  /** Rows as the model reads them. */
  static Graph.Value<Element.F32> normalised(
      Graph graph, NormalisedForm form, Graph.Value<Element.F32> rows) {
    return graph.toFloat(
        graph.divide(
            graph.subtract(graph.toDouble(rows), graph.constant(form.means(), 1)),
            graph.constant(form.deviations(), 1)));
  }

  /** The blend of scores with the base signal of the rows. */
  static Graph.Value<Element.F32> add(
      Graph graph,
      BlendedForm form,
      Graph.Value<Element.F32> scores,
      Graph.Value<Element.F32> rows) {
    Graph.Value<Element.F64> x = graph.toDouble(rows);
    Graph.Value<Element.Bool> missing = graph.isNaN(x);
    // A column is picked by a product with ones and zeros, for which all values must be finite.
    Graph.Value<Element.F64> finite =
        graph.clip(
            graph.where(missing, one(graph, 0), x), -(double) Float.MAX_VALUE, Float.MAX_VALUE);
    Graph.Value<Element.F64> gaps = graph.ones(missing);
    Blend blend = form.blend();
    Graph.Value<Element.F64> base = sum(graph, finite, form.features(), blend.base());
    if (form.link() != Link.IDENTITY) {
      base = graph.clip(base, 0, 1);
    }
    Graph.Value<Element.F64> share = one(graph, blend.standard());
    for (int at = blend.clauses().size() - 1; at >= 0; at--) {
      share = clause(graph, finite, gaps, form.features(), blend.clauses().get(at), share);
    }
    Graph.Value<Element.F64> ml = graph.toDouble(scores);
    Graph.Value<Element.F64> blended =
        graph.plus(graph.times(graph.subtract(one(graph, 1), share), base), graph.times(share, ml));
    double[] read = new double[form.features()];
    blend.base().columns().forEach(column -> read[column] = 1);
    Graph.Value<Element.F64> absent = graph.multiply(gaps, graph.constant(read, read.length));
    return graph.toFloat(graph.where(graph.less(one(graph, 0), absent), ml, blended));
  }

  /** The share of the clause where it holds, elsewhere that of the ones after it. */
  private static Graph.Value<Element.F64> clause(
      Graph graph,
      Graph.Value<Element.F64> finite,
      Graph.Value<Element.F64> gaps,
      int features,
      Blend.Clause clause,
      Graph.Value<Element.F64> others) {
    // What is missing stands as 0 and must hold in no clause: it is moved onto the limit.
    Graph.Value<Element.F64> gap = graph.multiply(gaps, pick(graph, features, clause.column()));
    Graph.Value<Element.F64> limit = one(graph, clause.limit());
    Graph.Value<Element.F64> value =
        graph.where(
            graph.less(one(graph, 0), gap),
            limit,
            graph.multiply(finite, pick(graph, features, clause.column())));
    Graph.Value<Element.F64> share = one(graph, clause.share());
    if (clause.test() == Blend.Test.BELOW) {
      return graph.where(graph.less(value, limit), share, others);
    }
    if (clause.test() == Blend.Test.BEYOND) {
      return graph.where(
          graph.less(limit, value),
          share,
          graph.where(graph.less(value, one(graph, -clause.limit())), share, others));
    }
    return graph.where(graph.less(limit, value), share, others);
  }

  /** The weighted columns, added in their order. */
  private static Graph.Value<Element.F64> sum(
      Graph graph, Graph.Value<Element.F64> finite, int features, Blend.Base base) {
    List<Integer> columns = base.columns();
    Graph.Value<Element.F64> sum = one(graph, 0);
    for (int i = 0; i < columns.size(); i++) {
      sum =
          graph.plus(
              sum,
              graph.times(
                  graph.multiply(finite, pick(graph, features, columns.get(i))),
                  one(graph, base.weights().get(i))));
    }
    return sum;
  }

  private static Graph.Value<Element.F64> pick(Graph graph, int features, int column) {
    double[] ones = new double[features];
    ones[column] = 1;
    return graph.constant(ones, features);
  }

  private static Graph.Value<Element.F64> one(Graph graph, double number) {
    return graph.constant(new double[] {number}, 1);
  }
}
