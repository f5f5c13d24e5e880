package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tidemark.models.onnx.RefusedModelException.Reason;

/** The part of {@link LoadGuard} that walks the graph: signature, constants, operators. */
final class GraphCheck {
  /** Operators of ai.onnx that are let through, each with its attributes. */
  private static final Map<String, Set<String>> OPERATORS =
      Map.ofEntries(
          Map.entry("Cast", Set.of("to")),
          Map.entry("IsNaN", Set.of()),
          Map.entry("Where", Set.of()),
          Map.entry("Add", Set.of()),
          Map.entry("Sub", Set.of()),
          Map.entry("Mul", Set.of()),
          Map.entry("Div", Set.of()),
          Map.entry("Clip", Set.of()),
          Map.entry("Log", Set.of()),
          Map.entry("MatMul", Set.of()),
          Map.entry("Sigmoid", Set.of()),
          Map.entry("Softmax", Set.of("axis")));

  private final LoadGuard limits;
  private final int features;
  private final int outputs;
  private final Set<String> known = new HashSet<>();

  GraphCheck(LoadGuard limits, int features, int outputs) {
    this.limits = limits;
    this.features = features;
    this.outputs = outputs;
  }

  void check(GraphProto graph) {
    if (graph.getSparseInitializerCount() > 0 || graph.getQuantizationAnnotationCount() > 0) {
      throw new RefusedModelException(
          Reason.GRAPH, "sparse constants or quantisation notes", LoadGuard.EXPORT_AGAIN);
    }
    signature(graph.getInputList(), Signature.INPUT, features);
    signature(graph.getOutputList(), Signature.OUTPUT, outputs);
    known.add(Signature.INPUT);
    long numbers = 0;
    for (TensorProto constant : graph.getInitializerList()) {
      numbers += constant(constant);
      if (numbers > limits.numbers()) {
        throw new RefusedModelException(
            Reason.SIZE,
            "constants hold more than " + limits.numbers() + " numbers",
            "use fewer columns or classes");
      }
      define(constant.getName());
    }
    if (graph.getNodeCount() > limits.operators()) {
      throw new RefusedModelException(
          Reason.SIZE,
          graph.getNodeCount() + " operators exceed the limit of " + limits.operators(),
          LoadGuard.EXPORT_AGAIN);
    }
    for (NodeProto node : graph.getNodeList()) {
      node(node);
    }
    if (graph.getNodeList().stream().noneMatch(n -> n.getOutputList().contains(Signature.OUTPUT))) {
      throw new RefusedModelException(
          Reason.GRAPH, "no operator makes '" + Signature.OUTPUT + "'", LoadGuard.EXPORT_AGAIN);
    }
  }

  private static void signature(List<ValueInfoProto> values, String name, int columns) {
    boolean fits = values.size() == 1 && values.get(0).getName().equals(name);
    if (fits) {
      TypeProto.Tensor type = values.get(0).getType().getTensorType();
      TensorShapeProto shape = type.getShape();
      fits =
          type.getElemType() == TensorProto.DataType.FLOAT.getNumber()
              && shape.getDimCount() == 2
              && !shape.getDim(0).hasDimValue()
              && shape.getDim(1).getDimValue() == columns;
    }
    if (!fits) {
      throw new RefusedModelException(
          Reason.SIGNATURE,
          "inputs or outputs " + values.stream().map(ValueInfoProto::getName).toList(),
          "exactly '" + name + "' float32 [rows, " + columns + "] is needed, as the metadata says");
    }
  }

  private static long constant(TensorProto constant) {
    if (constant.getDataLocation() == TensorProto.DataLocation.EXTERNAL
        || constant.getExternalDataCount() > 0) {
      throw new RefusedModelException(
          Reason.EXTERNAL_DATA,
          "constant " + constant.getName() + " lies in another file",
          "store all weights inside the model file");
    }
    int size =
        constant.getDataType() == TensorProto.DataType.DOUBLE.getNumber()
            ? 8
            : constant.getDataType() == TensorProto.DataType.FLOAT.getNumber() ? 4 : 0;
    long count = 1;
    for (long dimension : constant.getDimsList()) {
      if (dimension < 1 || dimension > Integer.MAX_VALUE) {
        count = -1;
        break;
      }
      count = Math.min(count * dimension, Integer.MAX_VALUE);
    }
    if (size == 0
        || constant.getDimsCount() > 2
        || constant.hasSegment()
        || count * size != constant.getRawData().size()
        || constant.getSerializedSize() > constant.getRawData().size() + 4_096) {
      throw new RefusedModelException(
          Reason.GRAPH,
          "constant "
              + constant.getName()
              + " has dimensions "
              + constant.getDimsList()
              + " and "
              + constant.getRawData().size()
              + " raw bytes",
          "constants are float32 or float64, raw, of at most two dimensions");
    }
    return count;
  }

  private void node(NodeProto node) {
    boolean trees =
        node.getOpType().equals("TreeEnsembleRegressor")
            && node.getDomain().equals(Signature.ML_DOMAIN);
    boolean plain =
        (node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx"))
            && OPERATORS.containsKey(node.getOpType());
    if (!trees && !plain) {
      throw new RefusedModelException(
          Reason.OPERATOR,
          "operator '" + node.getDomain() + "'." + node.getOpType() + " is not on the list",
          "allowed are " + OPERATORS.keySet().stream().sorted().toList() + " and tree ensembles");
    }
    for (String input : node.getInputList()) {
      if (!known.contains(input)) {
        throw new RefusedModelException(
            Reason.GRAPH,
            "operator " + node.getName() + " reads '" + input + "', which nothing made before",
            LoadGuard.EXPORT_AGAIN);
      }
    }
    if (node.getOutputCount() != 1) {
      throw new RefusedModelException(
          Reason.GRAPH,
          "operator " + node.getName() + " has not one result",
          LoadGuard.EXPORT_AGAIN);
    }
    define(node.getOutput(0));
    if (trees) {
      new TreeCheck(node, features, limits.treeNodes()).check();
    } else {
      attributes(node);
    }
  }

  private static void attributes(NodeProto node) {
    for (AttributeProto attribute : node.getAttributeList()) {
      if (!OPERATORS.get(node.getOpType()).contains(attribute.getName())
          || attribute.getType() != AttributeProto.AttributeType.INT) {
        throw new RefusedModelException(
            Reason.OPERATOR,
            "operator " + node.getOpType() + " has attribute " + attribute.getName(),
            "allowed are whole numbers " + OPERATORS.get(node.getOpType()));
      }
    }
  }

  private void define(String name) {
    if (name.isEmpty() || !known.add(name)) {
      throw new RefusedModelException(
          Reason.GRAPH, "value '" + name + "' is made twice or nameless", LoadGuard.EXPORT_AGAIN);
    }
  }
}
