package org.tidemark.models.onnx;

import java.util.List;
import org.tidemark.models.form.Blend;
import org.tidemark.models.form.BlendShare;
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
    RowColumns columns = RowColumns.of(graph, form.features(), rows);
    Blend blend = form.blend();
    Graph.Value<Element.F64> base = sum(graph, columns, blend.base());
    if (form.link() != Link.IDENTITY) {
      base = graph.clip(base, 0, 1);
    }
    List<BlendShare.Clause> clauses = blend.share().clauses();
    Graph.Value<Element.F64> share = one(graph, blend.share().standard());
    for (int at = clauses.size() - 1; at >= 0; at--) {
      share = clause(graph, columns, clauses.get(at), share);
    }
    Graph.Value<Element.F64> ml = graph.toDouble(scores);
    Graph.Value<Element.F64> blended =
        graph.plus(graph.times(graph.subtract(one(graph, 1), share), base), graph.times(share, ml));
    double[] read = new double[form.features()];
    blend.base().columns().forEach(column -> read[column] = 1);
    Graph.Value<Element.F64> absent =
        graph.multiply(columns.gaps(), graph.constant(read, read.length));
    return graph.toFloat(graph.where(graph.less(one(graph, 0), absent), ml, blended));
  }

  /** The share of the clause where it holds, elsewhere that of the ones after it. */
  private static Graph.Value<Element.F64> clause(
      Graph graph, RowColumns columns, BlendShare.Clause clause, Graph.Value<Element.F64> others) {
    // What is missing must hold in no clause: it is moved onto the limit.
    Graph.Value<Element.F64> limit = one(graph, clause.limit());
    Graph.Value<Element.F64> value = columns.value(clause.column(), clause.limit());
    Graph.Value<Element.F64> share = one(graph, clause.share());
    if (clause.test() == BlendShare.Test.BELOW) {
      return graph.where(graph.less(value, limit), share, others);
    }
    if (clause.test() == BlendShare.Test.BEYOND) {
      return graph.where(
          graph.less(limit, value),
          share,
          graph.where(graph.less(value, one(graph, -clause.limit())), share, others));
    }
    return graph.where(graph.less(limit, value), share, others);
  }

  /** The weighted columns, added in their order. */
  private static Graph.Value<Element.F64> sum(Graph graph, RowColumns columns, Blend.Base base) {
    List<Integer> read = base.columns();
    Graph.Value<Element.F64> sum = one(graph, 0);
    for (int i = 0; i < read.size(); i++) {
      sum =
          graph.plus(
              sum, graph.times(columns.value(read.get(i)), one(graph, base.weights().get(i))));
    }
    return sum;
  }

  private static Graph.Value<Element.F64> one(Graph graph, double number) {
    return RowColumns.number(graph, number);
  }
}
