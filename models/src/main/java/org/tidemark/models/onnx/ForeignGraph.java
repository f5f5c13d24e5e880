package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tidemark.models.Target;
import org.tidemark.models.onnx.RefusedModelException.Reason;

/** The part of {@link ModelImport} that turns a graph of another program into one of ours. */
final class ForeignGraph {
  private static final String AGAIN = "export it again from the program that made it";

  private final GraphProto graph;
  private final ModelImport.As as;
  private final Map<String, NodeProto> makers = new HashMap<>();
  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  /** A value to serve and its columns. */
  private record Served(String value, int columns) {}

  ForeignGraph(GraphProto graph, ModelImport.As as) {
    this.graph = graph;
    this.as = as;
    for (TensorProto constant : graph.getInitializerList()) {
      constants.put(constant.getName(), constant);
    }
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("Constant")
          && node.getAttributeCount() == 1
          && node.getAttribute(0).hasT()) {
        constants.put(node.getOutput(0), node.getAttribute(0).getT());
        continue;
      }
      for (String output : node.getOutputList()) {
        if (!output.isEmpty() && makers.put(output, node) != null) {
          throw refuse(Reason.GRAPH, "value '" + output + "' is made twice", AGAIN);
        }
      }
    }
  }

  GraphProto rewritten() {
    String input = input();
    Served served = served();
    Set<String> needed = needed(served.value(), input);
    names.put(input, Signature.INPUT);
    GraphProto.Builder made = GraphProto.newBuilder().setName("imported");
    made.addInput(Graph.info(Signature.INPUT, as.featureNames().size()));
    made.addOutput(Graph.info(Signature.OUTPUT, as.target().width()));
    for (Map.Entry<String, TensorProto> constant : new TreeMap<>(constants).entrySet()) {
      if (needed.contains(constant.getKey())) {
        made.addInitializer(raw(constant.getValue()).setName(name(constant.getKey())));
      }
    }
    boolean picks = as.target() instanceof Target.Binary && served.columns() == 2;
    if (!picks) {
      names.put(served.value(), Signature.OUTPUT);
    }
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOutputList().stream().anyMatch(o -> !o.isEmpty() && needed.contains(o))
          && !node.getOpType().equals("Constant")) {
        made.addNode(renamed(node, made.getNodeCount()));
      }
    }
    if (picks) {
      pick(made, name(served.value()));
    }
    return made.build();
  }

  private String input() {
    List<ValueInfoProto> inputs =
        graph.getInputList().stream().filter(i -> !constants.containsKey(i.getName())).toList();
    if (inputs.size() != 1) {
      throw refuse(
          Reason.SIGNATURE,
          "the file has inputs " + inputs.stream().map(ValueInfoProto::getName).toList(),
          "one input of all columns is needed (skl2onnx: initial_types with one FloatTensorType)");
    }
    TypeProto.Tensor type = inputs.get(0).getType().getTensorType();
    int width = as.featureNames().size();
    if (type.getElemType() != DataType.FLOAT.getNumber()
        || type.getShape().getDimCount() != 2
        || type.getShape().getDim(1).getDimValue() != width) {
      throw refuse(
          Reason.SIGNATURE,
          "input '%s' has elements of type %s and dimensions %s"
              .formatted(
                  inputs.get(0).getName(),
                  DataType.forNumber(type.getElemType()),
                  type.getShape().getDimList().stream()
                      .map(d -> d.hasDimValue() ? Long.toString(d.getDimValue()) : "?")
                      .toList()),
          "FLOAT [?, " + width + "] is needed, the columns of the feature set in their order");
    }
    return inputs.get(0).getName();
  }

  private Served served() {
    List<Served> fit = new ArrayList<>();
    List<String> told = new ArrayList<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      if (as.output().isPresent() && !as.output().get().equals(output.getName())) {
        continue;
      }
      Served one = of(output);
      told.add(output.getName() + " with " + (one.columns() < 0 ? "unknown" : one.columns()));
      boolean wide = one.columns() == as.target().width();
      if (wide || as.target() instanceof Target.Binary && one.columns() == 2) {
        fit.add(one);
      }
    }
    if (fit.size() != 1) {
      throw refuse(
          Reason.SIGNATURE,
          fit.size() + " outputs fit a target of " + as.target().width() + " columns: " + told,
          "name one by --output, or export scores as float [rows, columns] (0 is a label)");
    }
    return fit.get(0);
  }

  /** Columns -1 where they are unknown, 0 where the value is no score. */
  private Served of(ValueInfoProto output) {
    String value = output.getName();
    NodeProto maker = makers.get(value);
    if (maker == null) {
      throw refuse(Reason.GRAPH, "no operator makes output '" + value + "'", AGAIN);
    }
    if (maker.getOpType().equals("ZipMap")) {
      int classes =
          maker.getAttributeList().stream()
              .mapToInt(a -> a.getIntsCount() + a.getStringsCount())
              .sum();
      return new Served(maker.getInput(0), classes);
    }
    TypeProto.Tensor type = output.getType().getTensorType();
    if (type.getElemType() != DataType.FLOAT.getNumber()) {
      return new Served(value, 0);
    }
    boolean known = type.getShape().getDimCount() == 2 && type.getShape().getDim(1).hasDimValue();
    return new Served(value, known ? (int) type.getShape().getDim(1).getDimValue() : -1);
  }

  /** Every value that the served one is made of. */
  private Set<String> needed(String served, String input) {
    Set<String> needed = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(served));
    while (!open.isEmpty()) {
      String value = open.remove(open.size() - 1);
      if (value.isEmpty() || !needed.add(value) || value.equals(input)) {
        continue;
      }
      NodeProto maker = makers.get(value);
      if (maker != null) {
        open.addAll(maker.getInputList());
      } else if (!constants.containsKey(value)) {
        throw refuse(Reason.GRAPH, "nothing makes value '" + value + "'", AGAIN);
      }
    }
    return needed;
  }

  private NodeProto renamed(NodeProto node, int at) {
    NodeProto.Builder made =
        NodeProto.newBuilder()
            .setOpType(node.getOpType())
            .setDomain(node.getDomain())
            .setName(node.getOpType() + "_" + at);
    node.getInputList().forEach(value -> made.addInput(name(value)));
    node.getOutputList().forEach(value -> made.addOutput(name(value)));
    if (node.getOpType().startsWith("TreeEnsemble")) {
      ForeignTrees.attributes(node).forEach(made::addAttribute);
    } else {
      node.getAttributeList().stream()
          .map(attribute -> attribute.toBuilder().clearDocString().build())
          .forEach(made::addAttribute);
    }
    return made.build();
  }

  private String name(String value) {
    return value.isEmpty() ? "" : names.computeIfAbsent(value, v -> "v" + names.size());
  }

  private void pick(GraphProto.Builder made, String probabilities) {
    made.addInitializer(
        TensorProto.newBuilder()
            .setName("class_1")
            .setDataType(DataType.INT64.getNumber())
            .addDims(1)
            .setRawData(numbers(DataType.INT64, List.of(1L))));
    made.addNode(
        NodeProto.newBuilder()
            .setOpType("Gather")
            .setName("class_1")
            .addInput(probabilities)
            .addInput("class_1")
            .addOutput(Signature.OUTPUT)
            .addAttribute(Graph.integer("axis", 1)));
  }

  /** The constant with its numbers as raw bytes; the guard measures them. */
  private static TensorProto.Builder raw(TensorProto constant) {
    TensorProto.Builder made =
        TensorProto.newBuilder()
            .setDataType(constant.getDataType())
            .addAllDims(constant.getDimsList())
            .setDataLocation(constant.getDataLocation())
            .addAllExternalData(constant.getExternalDataList());
    if (constant.hasRawData()) {
      return made.setRawData(constant.getRawData());
    }
    DataType type = DataType.forNumber(constant.getDataType());
    return made.setRawData(
        switch (type == null ? DataType.UNDEFINED : type) {
          case FLOAT -> numbers(type, constant.getFloatDataList());
          case DOUBLE -> numbers(type, constant.getDoubleDataList());
          case INT64 -> numbers(type, constant.getInt64DataList());
          default -> ByteString.EMPTY;
        });
  }

  private static ByteString numbers(DataType type, List<? extends Number> values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (Number value : values) {
      switch (type) {
        case FLOAT -> raw.putFloat(value.floatValue());
        case DOUBLE -> raw.putDouble(value.doubleValue());
        default -> raw.putLong(value.longValue());
      }
    }
    return ByteString.copyFrom(raw.flip());
  }

  private static RefusedModelException refuse(Reason reason, String problem, String remedy) {
    return new RefusedModelException(reason, problem, remedy);
  }
}
