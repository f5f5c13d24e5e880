package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tidemark.models.onnx.RefusedModelException.Reason;

/**
 * Whether an imported graph that scores one row scores every row, whatever its values. The runtime
 * fails at a row whose values make a position beyond its table, a whole number divided by 0, or a
 * number of a text that is none, and no trial with some rows finds that. So positions, shapes and
 * lengths must come from constants, whole numbers are not divided, and nothing reads text. Graphs
 * of our own have no such operator, or are worked out by {@link Shapes}.
 */
final class EveryRow {
  /** Inputs that are positions, shapes or lengths. */
  private static final Map<String, Set<Integer>> POSITIONS =
      Map.of(
          "Gather", Set.of(1),
          "Slice", Set.of(1, 2, 3, 4),
          "Reshape", Set.of(1),
          "Squeeze", Set.of(1),
          "Unsqueeze", Set.of(1),
          "ReduceSum", Set.of(1),
          "ReduceMean", Set.of(1),
          "LSTM", Set.of(4),
          "GRU", Set.of(4));

  /** Operators that make no whole numbers, whatever they read. */
  private static final Set<String> NEVER_WHOLE =
      Set.of("IsNaN", "Less", "Greater", "Equal", "Not", "Scaler", "Normalizer", "LinearRegressor");

  private static final Set<Integer> WHOLE =
      Set.of(DataType.INT64.getNumber(), DataType.INT32.getNumber());

  private static final Set<Integer> CASTS =
      Set.of(
          DataType.FLOAT.getNumber(),
          DataType.DOUBLE.getNumber(),
          DataType.BOOL.getNumber(),
          DataType.INT64.getNumber(),
          DataType.INT32.getNumber());

  /** Values that depend on the row. */
  private final Set<String> ofRow = new HashSet<>(Set.of(Signature.INPUT));

  private final Set<String> whole = new HashSet<>();
  private final Set<String> text = new HashSet<>();

  void constant(TensorProto constant) {
    if (WHOLE.contains(constant.getDataType())) {
      whole.add(constant.getName());
    }
  }

  void apply(NodeProto node) {
    List<String> in = node.getInputList();
    if (in.stream().anyMatch(text::contains)) {
      throw refuse(node, "reads labels that are text", "export the scores without their labels");
    }
    Set<Integer> positions = POSITIONS.getOrDefault(node.getOpType(), Set.of());
    boolean readsWhole = false;
    for (int at = 0; at < in.size(); at++) {
      if (positions.contains(at)) {
        if (ofRow.contains(in.get(at))) {
          throw refuse(
              node,
              "reads positions that depend on the row",
              "no row may lie beyond a table: export the model with constant indices and shapes");
        }
      } else if (!(node.getOpType().equals("Pow") && at == 1)) { // makes what its base is
        readsWhole |= whole.contains(in.get(at));
      }
    }
    if (node.getOpType().equals("Div") && readsWhole) {
      throw refuse(node, "divides whole numbers", "cast to float before: a row may divide by 0");
    }
    if (in.stream().anyMatch(ofRow::contains)) {
      node.getOutputList().stream().filter(name -> !name.isEmpty()).forEach(ofRow::add);
    }
    results(node, readsWhole);
  }

  private void results(NodeProto node, boolean readsWhole) {
    String type = node.getOpType();
    if (type.equals("Cast")) {
      int to = (int) attribute(node, "to").getI();
      if (!CASTS.contains(to)) {
        throw refuse(
            node,
            "makes " + DataType.forNumber(to),
            "float, double, bool, int32 and int64 are let in");
      }
      if (WHOLE.contains(to)) {
        whole.add(node.getOutput(0));
      }
    } else if (type.endsWith("Classifier")) {
      (attribute(node, "classlabels_strings").getStringsCount() > 0 ? text : whole)
          .add(node.getOutput(0));
    } else if (readsWhole && !type.startsWith("TreeEnsemble") && !NEVER_WHOLE.contains(type)) {
      whole.addAll(node.getOutputList());
    }
  }

  private static AttributeProto attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst()
        .orElse(AttributeProto.getDefaultInstance());
  }

  private static RefusedModelException refuse(NodeProto node, String problem, String remedy) {
    return new RefusedModelException(
        Reason.GRAPH, "operator " + node.getOpType() + " " + problem, remedy);
  }
}
