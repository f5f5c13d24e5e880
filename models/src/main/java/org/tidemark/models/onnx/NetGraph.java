package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.Arrays;
import java.util.List;
import org.tidemark.models.form.NetForm;
import org.tidemark.models.form.NetShape;

/**
 * Writes a net: columns standardised in double, then as sequence [rows, channels, lags] through
 * {@code Conv}, turned to [steps, rows, filters] and through {@code LSTM} layers, the last step
 * through {@code MatMul}, all in float32.
 */
final class NetGraph {
  /**
   * Where ONNX's gates, input, output, forget, cell, stand in a net's: input, forget, cell, output.
   */
  private static final int[] GATES = {0, 3, 1, 2};

  private final Graph graph;
  private final NetShape shape;
  private final float[] weights;

  private NetGraph(Graph graph, NetForm form) {
    this.graph = graph;
    this.shape = form.shape();
    this.weights = form.weights();
  }

  /** The net's output. */
  static Graph.Value<Element.F32> add(Graph graph, NetForm form, Graph.Value<Element.F32> rows) {
    Graph.Value<Element.F32> z =
        graph.toFloat(
            OnnxExport.standardised(graph, form.means(), form.deviations(), graph.toDouble(rows)));
    return OnnxExport.linked(graph, new NetGraph(graph, form).margins(z), form.link());
  }

  private Graph.Value<Element.F32> margins(Graph.Value<Element.F32> z) {
    Graph.Value<Element.F32> sequence =
        graph.operator("Reshape", List.of(), z, graph.whole(0, shape.channels(), shape.lags()));
    Graph.Value<Element.F32> filtered =
        graph.operator(
            "Conv",
            List.of(),
            sequence,
            graph.constant(
                part("convolution.weight"), shape.filters(), shape.channels(), shape.kernel()),
            graph.constant(part("convolution.bias"), shape.filters()));
    Graph.Value<Element.F32> state = graph.operator("Transpose", List.of(order(2, 0, 1)), filtered);
    for (int layer = 0; layer < shape.layers(); layer++) {
      state = layer(layer, state);
    }
    Graph.Value<Element.F32> dense =
        graph.operator(
            "MatMul",
            List.of(),
            state,
            graph.constant(turned(part("dense.weight")), shape.hidden(), shape.outputs()));
    return graph.operator(
        "Add", List.of(), dense, graph.constant(part("dense.bias"), 1, shape.outputs()));
  }

  /** Every step of a layer below the uppermost one, the last step of that. */
  private Graph.Value<Element.F32> layer(int layer, Graph.Value<Element.F32> below) {
    int gates = 4 * shape.hidden();
    int width = layer == 0 ? shape.filters() : shape.hidden();
    float[] bias = new float[2 * gates];
    System.arraycopy(gates(part("lstm" + layer + ".bias"), 1), 0, bias, 0, gates);
    Graph.Value<?>[] arguments = {
      below,
      graph.constant(gates(part("lstm" + layer + ".input"), width), 1, gates, width),
      graph.constant(
          gates(part("lstm" + layer + ".hidden"), shape.hidden()), 1, gates, shape.hidden()),
      graph.constant(bias, 1, 2 * gates)
    };
    List<AttributeProto> hidden = List.of(Graph.integer("hidden_size", shape.hidden()));
    return layer == shape.layers() - 1
        ? graph.operator(
            "Squeeze", List.of(), graph.second("LSTM", hidden, arguments), graph.whole(0))
        : graph.operator(
            "Squeeze", List.of(), graph.operator("LSTM", hidden, arguments), graph.whole(1));
  }

  private float[] part(String name) {
    NetShape.Part part = shape.part(name);
    return Arrays.copyOfRange(weights, part.from(), part.from() + part.count());
  }

  /** Blocks of rows, one a gate, in ONNX's order. */
  private float[] gates(float[] rows, int width) {
    int block = shape.hidden() * width;
    float[] ordered = new float[rows.length];
    for (int gate = 0; gate < GATES.length; gate++) {
      System.arraycopy(rows, GATES[gate] * block, ordered, gate * block, block);
    }
    return ordered;
  }

  private float[] turned(float[] dense) {
    float[] turned = new float[dense.length];
    for (int k = 0; k < shape.outputs(); k++) {
      for (int j = 0; j < shape.hidden(); j++) {
        turned[j * shape.outputs() + k] = dense[k * shape.hidden() + j];
      }
    }
    return turned;
  }

  private static AttributeProto order(long... axes) {
    AttributeProto.Builder order =
        AttributeProto.newBuilder().setName("perm").setType(AttributeProto.AttributeType.INTS);
    for (long axis : axes) {
      order.addInts(axis);
    }
    return order.build();
  }
}
