package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.tidemark.models.onnx.RefusedModelException.Reason;

/** Makes bad files out of good ones: 15 kinds, each in as many variations as there are seeds. */
public final class BadFiles {
  private final OnnxArtifact trees;
  private final OnnxArtifact linear;

  /** Good files of the same four columns. */
  public BadFiles(OnnxArtifact trees, OnnxArtifact linear) {
    this.trees = trees;
    this.linear = linear;
  }

  /**
   * A bad file.
   *
   * @param reasons those that it may be refused for, whichever is seen first
   */
  public record Bad(String kind, byte[] bytes, Set<Reason> reasons) {}

  /** What makes one kind. */
  @FunctionalInterface
  interface Maker {
    Bad make(SplittableRandom random);
  }

  List<Maker> kinds() {
    return List.of(
        this::noise,
        this::truncated,
        this::header,
        this::operator,
        this::subgraph,
        this::externalData,
        this::claimedDimensions,
        this::treeStructure,
        this::treeReferences,
        this::notFinite,
        this::duplicateNames,
        this::graphCircle,
        this::absentValues,
        this::signature,
        this::metadata);
  }

  private Bad noise(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(4_096)];
    random.nextBytes(bytes);
    return new Bad("noise", bytes, Set.of(Reason.FORMAT));
  }

  private Bad truncated(SplittableRandom random) {
    OnnxArtifact good = random.nextInt(2) == 0 ? trees : linear;
    // The metadata stand behind the graph, the last of them last: any cut loses something.
    int length = random.nextInt(1, good.bytes().length);
    return new Bad(
        "truncated",
        Arrays.copyOf(good.bytes(), length),
        Set.of(
            Reason.FORMAT,
            Reason.VERSION,
            Reason.METADATA,
            Reason.OPERATOR,
            Reason.GRAPH,
            Reason.SIGNATURE));
  }

  private Bad header(SplittableRandom random) {
    ModelProto.Builder model = builder(linear);
    long number = 11 + random.nextInt(1_000);
    switch (random.nextInt(6)) {
      case 0 -> model.setIrVersion(number);
      case 1 -> model.getOpsetImportBuilder(0).setVersion(7 + number);
      case 2 -> model.getOpsetImportBuilder(1).setDomain("com.example." + number);
      case 3 -> model.addOpsetImport(model.getOpsetImport(0));
      case 4 -> model.addFunctions(FunctionProto.newBuilder().setName("f" + number));
      default -> model.clearGraph();
    }
    return bad("header", model, Reason.VERSION, Reason.OPERATOR, Reason.FORMAT);
  }

  private Bad operator(SplittableRandom random) {
    ModelProto.Builder model = builder(linear);
    NodeProto.Builder node = node(model, random);
    List<String> outside =
        List.of("Loop", "If", "Scan", "Expand", "Tile", "ConstantOfShape", "Range", "Pad", "PyOp");
    String name = outside.get(random.nextInt(outside.size()));
    switch (random.nextInt(3)) {
      case 0 -> node.setOpType(name);
      case 1 -> node.setDomain("com.example." + random.nextInt(100));
      default -> node.setOpType(name).setDomain("ai.onnx.contrib");
    }
    return bad("operator", model, Reason.OPERATOR);
  }

  private Bad subgraph(SplittableRandom random) {
    OnnxArtifact good = random.nextInt(2) == 0 ? trees : linear;
    ModelProto.Builder model = builder(good);
    NodeProto.Builder node = node(model, random);
    GraphProto inner = GraphProto.newBuilder().setName("g" + random.nextInt(100)).build();
    if (random.nextInt(2) == 0 || node.getAttributeCount() == 0) {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName(random.nextInt(2) == 0 ? "body" : "to")
              .setType(AttributeProto.AttributeType.GRAPH)
              .setG(inner));
    } else {
      // Beside a value that is allowed.
      node.getAttributeBuilder(random.nextInt(node.getAttributeCount())).setG(inner);
    }
    return bad("subgraph", model, Reason.OPERATOR);
  }

  private Bad externalData(SplittableRandom random) {
    ModelProto.Builder model = builder(linear);
    TensorProto.Builder constant = constant(model, random);
    List<String> places = List.of("../../etc/passwd", "/dev/zero", "weights.bin", "//host/share");
    if (random.nextInt(2) == 0) {
      constant.setDataLocation(TensorProto.DataLocation.EXTERNAL);
    }
    constant.addExternalData(
        StringStringEntryProto.newBuilder()
            .setKey("location")
            .setValue(places.get(random.nextInt(places.size()))));
    return bad("external data", model, Reason.EXTERNAL_DATA);
  }

  /** Dimensions that claim more, or less, than there is; outer products that would be huge. */
  private Bad claimedDimensions(SplittableRandom random) {
    ModelProto.Builder model = builder(linear);
    if (random.nextInt(3) == 0) {
      int many = Shapes.COLUMNS + 1 + random.nextInt(1_000);
      model
          .getGraphBuilder()
          .addInitializer(doubles("wide", new double[many], 1, many))
          .addNode(0, NodeProto.newBuilder().setOpType("Cast").addInput("features").addOutput("d"))
          .getNodeBuilder(0)
          .addAttribute(Graph.integer("to", TensorProto.DataType.DOUBLE.getNumber()));
      model
          .getGraphBuilder()
          .addNode(
              1,
              NodeProto.newBuilder()
                  .setOpType("Mul")
                  .addInput("d")
                  .addInput("wide")
                  .addOutput("outer"));
      return bad("claimed dimensions", model, Reason.SIZE, Reason.GRAPH);
    }
    TensorProto.Builder constant;
    do {
      constant = constant(model, random);
    } while (constant.getDimsCount() == 0);
    long old = constant.getDims(constant.getDimsCount() - 1);
    long claim =
        random.nextInt(2) == 0
            ? old + 1 + random.nextInt(1 << 30)
            : List.of(0L, -1L, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE).get(random.nextInt(5));
    constant.setDims(constant.getDimsCount() - 1, claim);
    return bad("claimed dimensions", model, Reason.GRAPH);
  }

  /** Circles, shared and absent children, depth, the root elsewhere. */
  private Bad treeStructure(SplittableRandom random) {
    ModelProto.Builder model = builder(trees);
    AttributeProto.Builder lefts = attribute(model, "nodes_truenodeids");
    AttributeProto.Builder rights = attribute(model, "nodes_falsenodeids");
    int split = split(model, random);
    switch (random.nextInt(5)) {
      case 0 -> lefts.setInts(split, attribute(model, "nodes_nodeids").getInts(split));
      case 1 -> rights.setInts(split, lefts.getInts(split));
      case 2 -> lefts.setInts(split, 1_000 + random.nextInt(1 << 20));
      case 3 -> rights.setInts(split, 0);
      default -> {
        model
            .getGraphBuilder()
            .clearNode()
            .clearInitializer()
            .addNode(DeepTree.of(trees, 300, random));
        return bad("tree structure", model, Reason.SIZE);
      }
    }
    return bad("tree structure", model, Reason.TREE);
  }

  /** Columns, outputs and nodes that do not exist; lists of unequal length. */
  private Bad treeReferences(SplittableRandom random) {
    ModelProto.Builder model = builder(trees);
    int split = split(model, random);
    long far = List.of(-1L, 4L, 1L << 33, Long.MAX_VALUE).get(random.nextInt(4));
    List<String> lists = List.of("nodes_treeids", "nodes_modes", "target_ids", "target_weights");
    switch (random.nextInt(6)) {
      case 0 -> attribute(model, "nodes_featureids").setInts(split, far);
      case 1 -> attribute(model, "target_ids").setInts(0, far);
      case 2 -> attribute(model, "target_nodeids").setInts(1, far == 4 ? 0 : far);
      case 3 -> attribute(model, "nodes_nodeids").setInts(split, far == 4 ? 1_000 : far);
      case 4 -> attribute(model, "n_targets").setI(far);
      default -> {
        String name = lists.get(random.nextInt(lists.size()));
        attribute(model, name).clearInts().clearFloats().clearStrings();
      }
    }
    return bad("tree references", model, Reason.TREE, Reason.SIGNATURE);
  }

  private Bad notFinite(SplittableRandom random) {
    float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    float value = odd[random.nextInt(3)];
    if (random.nextInt(3) == 0) {
      ModelProto.Builder model = builder(linear);
      TensorProto.Builder constant = constant(model, random);
      byte[] raw = constant.getRawData().toByteArray();
      ByteBuffer.wrap(raw)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putDouble(8 * random.nextInt(raw.length / 8), value);
      constant.setRawData(ByteString.copyFrom(raw));
      return bad("not finite", model, Reason.GRAPH);
    }
    ModelProto.Builder model = builder(trees);
    if (random.nextInt(2) == 0) {
      attribute(model, "nodes_values").setFloats(split(model, random), value);
    } else {
      AttributeProto.Builder leaves = attribute(model, "target_weights");
      leaves.setFloats(random.nextInt(leaves.getFloatsCount()), value);
    }
    return bad("not finite", model, Reason.TREE);
  }

  private Bad duplicateNames(SplittableRandom random) {
    ModelProto.Builder model = builder(linear);
    GraphProto.Builder graph = model.getGraphBuilder();
    switch (random.nextInt(4)) {
      case 0 -> node(model, random).setOutput(0, Signature.INPUT);
      case 1 -> graph.addInitializer(graph.getInitializer(random.nextInt(4)));
      case 2 -> constant(model, random).setName(Signature.INPUT);
      default -> {
        int at = 1 + random.nextInt(graph.getNodeCount() - 1);
        graph.getNodeBuilder(at).setOutput(0, graph.getNode(at - 1).getOutput(0));
      }
    }
    return bad("duplicate names", model, Reason.GRAPH);
  }

  private Bad graphCircle(SplittableRandom random) {
    ModelProto.Builder model = builder(linear);
    GraphProto.Builder graph = model.getGraphBuilder();
    int from = random.nextInt(graph.getNodeCount());
    int to = from + random.nextInt(graph.getNodeCount() - from);
    graph.getNodeBuilder(from).setInput(0, graph.getNode(to).getOutput(0));
    return bad("graph circle", model, Reason.GRAPH);
  }

  private Bad absentValues(SplittableRandom random) {
    ModelProto.Builder model = builder(linear);
    GraphProto.Builder graph = model.getGraphBuilder();
    int some = random.nextInt(1_000);
    switch (random.nextInt(5)) {
      case 0 -> node(model, random).setInput(0, "ghost" + some);
      case 1 -> graph.removeInitializer(random.nextInt(graph.getInitializerCount()));
      case 2 -> graph.addInitializer(doubles("unread" + some, new double[] {some}, 1, 1));
      case 3 -> node(model, random).addInput(Signature.INPUT).addInput("").addInput("");
      default -> graph.removeNode(random.nextInt(graph.getNodeCount()));
    }
    return bad("absent values", model, Reason.GRAPH, Reason.SIGNATURE);
  }

  private Bad signature(SplittableRandom random) {
    ModelProto.Builder model = builder(random.nextInt(2) == 0 ? trees : linear);
    GraphProto.Builder graph = model.getGraphBuilder();
    TypeProto.Tensor.Builder type =
        graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder();
    int some = 5 + random.nextInt(1_000);
    switch (random.nextInt(7)) {
      case 0 -> graph.addInput(graph.getInput(0));
      case 1 -> graph.getInputBuilder(0).setName("x" + some);
      case 2 -> graph.getOutputBuilder(0).setName("label" + some);
      case 3 -> type.setElemType(TensorProto.DataType.DOUBLE.getNumber());
      case 4 -> type.getShapeBuilder().getDimBuilder(1).setDimValue(some);
      case 5 -> type.getShapeBuilder().getDimBuilder(0).setDimValue(some);
      default ->
          type.getShapeBuilder().addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(some));
    }
    return bad("signature", model, Reason.SIGNATURE);
  }

  private Bad metadata(SplittableRandom random) {
    ModelProto.Builder model = builder(random.nextInt(2) == 0 ? trees : linear);
    int some = random.nextInt(1_000);
    switch (random.nextInt(5)) {
      case 0 -> model.clearMetadataProps();
      case 1 -> model.addMetadataProps(model.getMetadataProps(0));
      case 2 -> set(model, Signature.TARGET, "ranking:" + some);
      case 3 -> set(model, Signature.FEATURE_NAMES, "a,b,,c" + some);
      default -> set(model, Signature.FEATURE_SET_HASH, String.format("%064d", some));
    }
    return bad("metadata", model, Reason.METADATA, Reason.FEATURE_SET);
  }

  private static void set(ModelProto.Builder model, String key, String value) {
    model.getMetadataPropsBuilderList().stream()
        .filter(e -> e.getKey().equals(key))
        .forEach(e -> e.setValue(value));
  }

  static ModelProto.Builder builder(OnnxArtifact file) {
    try {
      return ModelProto.parseFrom(file.bytes()).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static NodeProto.Builder node(ModelProto.Builder model, SplittableRandom random) {
    GraphProto.Builder graph = model.getGraphBuilder();
    return graph.getNodeBuilder(random.nextInt(graph.getNodeCount()));
  }

  private static TensorProto.Builder constant(ModelProto.Builder model, SplittableRandom random) {
    GraphProto.Builder graph = model.getGraphBuilder();
    return graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
  }

  static AttributeProto.Builder attribute(ModelProto.Builder model, String name) {
    return model.getGraphBuilder().getNodeBuilder(0).getAttributeBuilderList().stream()
        .filter(a -> a.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static int split(ModelProto.Builder model, SplittableRandom random) {
    AttributeProto.Builder modes = attribute(model, "nodes_modes");
    int at;
    do {
      at = random.nextInt(modes.getStringsCount());
    } while (modes.getStrings(at).toStringUtf8().equals("LEAF"));
    return at;
  }

  private static TensorProto doubles(String name, double[] numbers, long... dimensions) {
    ByteBuffer raw = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double number : numbers) {
      raw.putDouble(number);
    }
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.DOUBLE.getNumber())
        .addAllDims(Arrays.stream(dimensions).boxed().toList())
        .setRawData(ByteString.copyFrom(raw.array()))
        .build();
  }

  private static Bad bad(String kind, ModelProto.Builder model, Reason... reasons) {
    return new Bad(kind, model.build().toByteArray(), Set.of(reasons));
  }
}
