package org.tidemark.models.onnx;

import org.tidemark.models.calibrate.BetaCalibration;
import org.tidemark.models.calibrate.Calibrator;
import org.tidemark.models.calibrate.IsotonicCalibration;
import org.tidemark.models.calibrate.PlattScaling;
import org.tidemark.models.calibrate.TemperatureScaling;

/** Writes a calibrator behind a model's probabilities, in double. */
final class CalibratorGraph {
  private CalibratorGraph() {}

  /** The calibrated probabilities. */
  static Graph.Value<Element.F32> add(
      Graph graph, Graph.Value<Element.F32> scores, int outputs, Calibrator calibrator) {
    Graph.Value<Element.F64> p = graph.toDouble(scores);
    // Records are told apart by hand: patterns in a switch are a later Java's.
    if (calibrator instanceof PlattScaling platt) {
      return sigmoid(
          graph, graph.plus(times(graph, odds(graph, p), platt.a()), one(graph, platt.b())));
    }
    if (calibrator instanceof BetaCalibration beta) {
      Graph.Value<Element.F64> in = inside(graph, p);
      Graph.Value<Element.F64> ends =
          graph.subtract(
              times(graph, graph.log(in), beta.a()), times(graph, rest(graph, in), beta.b()));
      return sigmoid(graph, graph.plus(ends, one(graph, beta.c())));
    }
    if (calibrator instanceof TemperatureScaling temperature) {
      double share = 1 / temperature.t();
      if (outputs == 1) {
        return sigmoid(graph, times(graph, odds(graph, p), share));
      }
      return graph.toFloat(graph.softmax(times(graph, graph.log(inside(graph, p)), share)));
    }
    IsotonicCalibration isotonic = (IsotonicCalibration) calibrator;
    double[] x = isotonic.x();
    Graph.Value<Element.F64> beyond =
        graph.clip(graph.subtract(p, graph.constant(x, 1)), 0, Double.MAX_VALUE);
    Graph.Value<Element.F64> bent =
        graph.multiply(beyond, graph.constant(isotonic.bends(), x.length));
    return graph.toFloat(graph.plus(bent, one(graph, isotonic.y()[0])));
  }

  private static Graph.Value<Element.F64> one(Graph graph, double number) {
    return graph.constant(new double[] {number}, 1);
  }

  private static Graph.Value<Element.F64> inside(Graph graph, Graph.Value<Element.F64> p) {
    return graph.clip(p, Calibrator.EDGE, 1 - Calibrator.EDGE);
  }

  private static Graph.Value<Element.F64> rest(Graph graph, Graph.Value<Element.F64> p) {
    return graph.log(graph.subtract(one(graph, 1), p));
  }

  private static Graph.Value<Element.F64> odds(Graph graph, Graph.Value<Element.F64> p) {
    Graph.Value<Element.F64> in = inside(graph, p);
    return graph.subtract(graph.log(in), rest(graph, in));
  }

  private static Graph.Value<Element.F64> times(
      Graph graph, Graph.Value<Element.F64> value, double number) {
    return graph.times(value, one(graph, number));
  }

  private static Graph.Value<Element.F32> sigmoid(Graph graph, Graph.Value<Element.F64> margin) {
    return graph.toFloat(graph.sigmoid(margin));
  }
}
