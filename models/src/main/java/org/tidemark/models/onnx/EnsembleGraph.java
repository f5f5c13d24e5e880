package org.tidemark.models.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tidemark.models.form.ByRegime;
import org.tidemark.models.form.Combiner;
import org.tidemark.models.form.EnsembleForm;

/** Writes the members of an ensemble side by side over the same rows, and its combiner. */
final class EnsembleGraph {
  private static final double HALF = 0.5;

  private EnsembleGraph() {}

  /** The combined scores. */
  static Graph.Value<Element.F32> add(
      Graph graph, EnsembleForm form, Graph.Value<Element.F32> rows) {
    List<Graph.Value<Element.F64>> scores = new ArrayList<>();
    form.members().forEach(m -> scores.add(graph.toDouble(OnnxExport.result(graph, m, rows))));
    // Combiners are told apart by hand: patterns in a switch are a later Java's.
    if (form.combiner() instanceof Combiner.Mean mean) {
      return graph.toFloat(mean(graph, scores, mean.weights()));
    }
    if (form.combiner() instanceof ByRegime chosen) {
      return graph.toFloat(
          byRegime(graph, scores, chosen, RowColumns.of(graph, form.features(), rows)));
    }
    if (form.combiner() instanceof Combiner.Stack stack) {
      return graph.toFloat(
          OnnxExport.linear(graph, stack.over(), beside(graph, scores, form.outputs())));
    }
    List<Graph.Value<Element.F64>> votes =
        scores.stream().map(s -> votes(graph, s, form.outputs())).toList();
    return graph.toFloat(graph.divide(sum(graph, votes), one(graph, votes.size())));
  }

  private static Graph.Value<Element.F64> mean(
      Graph graph, List<Graph.Value<Element.F64>> scores, double[] weights) {
    List<Graph.Value<Element.F64>> parts = new ArrayList<>();
    for (int m = 0; m < weights.length; m++) {
      parts.add(graph.times(scores.get(m), one(graph, weights[m])));
    }
    return sum(graph, parts);
  }

  /** The mean by the weights of each row's regime. */
  private static Graph.Value<Element.F64> byRegime(
      Graph graph, List<Graph.Value<Element.F64>> scores, ByRegime chosen, RowColumns columns) {
    // No regime is above every float.
    Graph.Value<Element.F64> regime = columns.value(chosen.column(), Double.MAX_VALUE);
    Graph.Value<Element.F64> weights = graph.constant(chosen.otherwise().weights(), 1);
    for (Map.Entry<Float, Combiner.Mean> mean : chosen.means().entrySet()) {
      Graph.Value<Element.F64> value = one(graph, mean.getKey());
      Graph.Value<Element.F64> own = graph.constant(mean.getValue().weights(), 1);
      weights =
          graph.where(
              graph.less(regime, value),
              weights,
              graph.where(graph.less(value, regime), weights, own));
    }
    List<Graph.Value<Element.F64>> parts = new ArrayList<>();
    for (int m = 0; m < scores.size(); m++) {
      double[] place = new double[scores.size()];
      place[m] = 1;
      parts.add(
          graph.times(scores.get(m), graph.multiply(weights, graph.constant(place, place.length))));
    }
    return sum(graph, parts);
  }

  /** All scores as columns: each member's, multiplied into columns of its own, added. */
  private static Graph.Value<Element.F64> beside(
      Graph graph, List<Graph.Value<Element.F64>> scores, int outputs) {
    int columns = scores.size() * outputs;
    List<Graph.Value<Element.F64>> placed = new ArrayList<>();
    for (int m = 0; m < scores.size(); m++) {
      double[] places = new double[outputs * columns];
      for (int k = 0; k < outputs; k++) {
        places[k * columns + m * outputs + k] = 1;
      }
      placed.add(graph.multiply(scores.get(m), graph.constant(places, outputs)));
    }
    return sum(graph, placed);
  }

  private static Graph.Value<Element.F64> sum(Graph graph, List<Graph.Value<Element.F64>> values) {
    Graph.Value<Element.F64> sum = values.get(0);
    for (int m = 1; m < values.size(); m++) {
      sum = graph.plus(sum, values.get(m));
    }
    return sum;
  }

  /** 1 for the class that a member names, 0 for others; of two classes only that of class 1. */
  private static Graph.Value<Element.F64> votes(
      Graph graph, Graph.Value<Element.F64> scores, int outputs) {
    if (outputs == 1) {
      return graph.subtract(one(graph, 1), graph.ones(graph.less(scores, one(graph, HALF))));
    }
    // Every pair of classes is held against each other: the higher class must be strictly above.
    // A class that lost no pair is the one named.
    int pairs = outputs * (outputs - 1) / 2;
    double[] differences = new double[outputs * pairs];
    double[] losses = new double[pairs * outputs];
    double[] standing = new double[outputs];
    int pair = 0;
    for (int low = 0; low < outputs; low++) {
      for (int high = low + 1; high < outputs; high++) {
        differences[low * pairs + pair] = 1;
        differences[high * pairs + pair] = -1;
        losses[pair * outputs + low] = 1;
        losses[pair * outputs + high] = -1;
        standing[high]++;
        pair++;
      }
    }
    Graph.Value<Element.F64> lowLost =
        graph.ones(
            graph.less(
                graph.multiply(scores, graph.constant(differences, outputs)), one(graph, 0)));
    Graph.Value<Element.F64> lost =
        graph.plus(
            graph.multiply(lowLost, graph.constant(losses, pairs)), graph.constant(standing, 1));
    return graph.ones(graph.less(lost, one(graph, HALF)));
  }

  private static Graph.Value<Element.F64> one(Graph graph, double number) {
    return RowColumns.number(graph, number);
  }
}
