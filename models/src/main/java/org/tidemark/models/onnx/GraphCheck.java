package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tidemark.models.onnx.RefusedModelException.Reason;

/**
 * The part of {@link LoadGuard} that walks the graph: signature, constants, operators. Operators
 * stand in the order in which they run, so that a circle shows as a value used before it is made.
 */
final class GraphCheck {
  private final LoadGuard limits;
  private final Origin origin;
  private final int features;
  private final int outputs;
  private final Set<String> known = new HashSet<>();
  private final Set<String> unread = new HashSet<>();
  private final Shapes shapes;
  private final Widths widths;
  private final EveryRow everyRow = new EveryRow();

  GraphCheck(LoadGuard limits, Origin origin, int features, int outputs) {
    this.limits = limits;
    this.origin = origin;
    this.features = features;
    this.outputs = outputs;
    this.shapes = new Shapes(features);
    this.widths = new Widths(features);
  }

  void check(GraphProto graph) {
    if (graph.getSparseInitializerCount() > 0
        || graph.getQuantizationAnnotationCount() > 0
        || graph.getValueInfoCount() > 0) {
      throw new RefusedModelException(
          Reason.GRAPH,
          "sparse constants, quantisation notes or claims about values in between",
          LoadGuard.EXPORT_AGAIN);
    }
    signature(graph.getInputList(), Signature.INPUT, features);
    signature(graph.getOutputList(), Signature.OUTPUT, outputs);
    define(Signature.INPUT);
    if (graph.getNodeCount() > limits.operators()) {
      throw new RefusedModelException(
          Reason.SIZE,
          graph.getNodeCount() + " operators exceed the limit of " + limits.operators(),
          LoadGuard.EXPORT_AGAIN);
    }
    constants(graph.getInitializerList());
    for (NodeProto node : graph.getNodeList()) {
      node(node);
    }
    if (graph.getNodeList().stream().noneMatch(n -> n.getOutputList().contains(Signature.OUTPUT))) {
      throw new RefusedModelException(
          Reason.GRAPH, "no operator makes '" + Signature.OUTPUT + "'", LoadGuard.EXPORT_AGAIN);
    }
    unread.remove(Signature.OUTPUT);
    if (!unread.isEmpty()) {
      throw new RefusedModelException(
          Reason.GRAPH,
          "nothing reads " + unread.stream().sorted().limit(5).toList(),
          LoadGuard.EXPORT_AGAIN);
    }
    if (origin == Origin.OWN) {
      shapes.result(outputs);
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

  private void constants(List<TensorProto> constants) {
    long numbers = 0;
    for (TensorProto constant : constants) {
      numbers += ConstantCheck.numbers(constant, origin);
      if (numbers > limits.numbers()) {
        throw new RefusedModelException(
            Reason.SIZE,
            "constants hold more than " + limits.numbers() + " numbers",
            "use fewer columns or classes");
      }
      define(constant.getName());
      if (origin == Origin.OWN) {
        shapes.constant(constant);
      } else {
        everyRow.constant(constant);
      }
    }
  }

  private void node(NodeProto node) {
    Optional<TreeTable> trees = TreeTable.of(node, origin);
    Operator operator = trees.isPresent() ? new Operator(1, 1, Map.of(), Set.of()) : plain(node);
    if (node.getInputCount() < operator.fewest() || node.getInputCount() > operator.most()) {
      throw new RefusedModelException(
          Reason.GRAPH,
          "operator " + node.getName() + " reads " + node.getInputCount() + " values",
          node.getOpType() + " reads " + operator.fewest() + " to " + operator.most());
    }
    for (String input : node.getInputList()) {
      boolean absent = origin == Origin.IMPORTED && input.isEmpty();
      if (!absent && !known.contains(input)) {
        throw new RefusedModelException(
            Reason.GRAPH,
            "operator " + node.getName() + " reads '" + input + "', which nothing made before",
            LoadGuard.EXPORT_AGAIN);
      }
      unread.remove(input);
    }
    outputs(node, trees);
    if (trees.isPresent()) {
      int width = origin == Origin.OWN ? shapes.columns(node.getInput(0)) : widths.read(node);
      long targets = new TreeCheck(node, trees.get(), width, limits.treeNodes()).check();
      if (origin == Origin.OWN) {
        shapes.trees(node, targets);
      }
    } else if (origin == Origin.OWN) {
      shapes.apply(node, Attributes.of(node, operator.attributes(), operator.needed()));
    } else {
      widths.apply(node, Attributes.of(node, operator.attributes(), operator.needed()));
    }
    if (origin == Origin.IMPORTED) {
      everyRow.apply(node);
    }
  }

  private void outputs(NodeProto node, Optional<TreeTable> trees) {
    // Classifiers of other programs give a label beside their scores.
    boolean labels =
        origin == Origin.IMPORTED
            && (trees.isPresent() && trees.get().leaves().equals("class_")
                || node.getOpType().equals("LinearClassifier"));
    boolean recurrent = node.getOpType().equals("LSTM") || node.getOpType().equals("GRU");
    if (labels ? node.getOutputCount() != 2 : node.getOutputCount() != 1 && !recurrent) {
      throw new RefusedModelException(
          Reason.GRAPH,
          "operator " + node.getName() + " has " + node.getOutputCount() + " results",
          LoadGuard.EXPORT_AGAIN);
    }
    for (int at = 0; at < node.getOutputCount(); at++) {
      if (!(recurrent && node.getOutput(at).isEmpty())) {
        define(node.getOutput(at));
      }
      if (labels && at == 0 || recurrent) {
        unread.remove(node.getOutput(at));
      }
    }
  }

  private Operator plain(NodeProto node) {
    boolean ml = node.getDomain().equals(Signature.ML_DOMAIN);
    boolean standard = node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx");
    Map<String, Operator> list =
        origin == Origin.OWN
            ? ml ? Map.of() : Operator.OWN
            : ml ? Operator.IMPORTED_ML : Operator.IMPORTED;
    if (!(ml || standard) || !list.containsKey(node.getOpType())) {
      throw new RefusedModelException(
          Reason.OPERATOR,
          "operator '" + node.getDomain() + "'." + node.getOpType() + " is not on the list",
          "allowed are " + list.keySet().stream().sorted().toList() + " and tree ensembles");
    }
    return list.get(node.getOpType());
  }

  private void define(String name) {
    if (name.isEmpty() || !known.add(name)) {
      throw new RefusedModelException(
          Reason.GRAPH, "value '" + name + "' is made twice or nameless", LoadGuard.EXPORT_AGAIN);
    }
    unread.add(name);
  }
}
