package org.tidemark.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.models.Target;
import org.tidemark.models.learn.LinearSamples;
import org.tidemark.models.learn.Samples;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostParameters;
import org.tidemark.models.onnx.RefusedModelException.Reason;

class LoadGuardTest {
  private static final OnnxArtifact TREES =
      OnnxExport.of(
          new XgboostLearner(XgboostParameters.standard().withTrees(3, 3, 0.3))
              .fit(Samples.of(new Target.Binary(), 500, 4, 1), 1),
          Map.of("learner", "xgboost"));
  private static final OnnxArtifact LINEAR =
      OnnxExport.of(LinearSamples.of(new Target.MultiClass(3), 4, 1), Map.of());

  static Stream<Arguments> badTrees() {
    return Stream.of(
        bad("child that does not exist", Reason.TREE, g -> ints(g, "nodes_truenodeids", 1, 99)),
        bad("child of itself", Reason.TREE, g -> ints(g, "nodes_truenodeids", 1, 0)),
        bad("two parents", Reason.TREE, g -> ints(g, "nodes_falsenodeids", 1, 1)),
        bad("column that does not exist", Reason.TREE, g -> ints(g, "nodes_featureids", 1, 4)),
        bad("negative column", Reason.TREE, g -> ints(g, "nodes_featureids", 1, -1)),
        bad("node twice", Reason.TREE, g -> ints(g, "nodes_nodeids", 2, 0)),
        bad("output that does not exist", Reason.TREE, g -> ints(g, "target_ids", 0, 1)),
        bad("value at a split", Reason.TREE, g -> ints(g, "target_nodeids", 1, 0)),
        bad(
            "threshold NaN",
            Reason.TREE,
            g -> attribute(g, "nodes_values").setFloats(1, Float.NaN)),
        bad(
            "leaf value infinite",
            Reason.TREE,
            g -> attribute(g, "target_weights").setFloats(0, Float.POSITIVE_INFINITY)),
        bad(
            "unknown node mode",
            Reason.TREE,
            g -> attribute(g, "nodes_modes").setStrings(1, ByteString.copyFromUtf8("BRANCH_EQ"))),
        bad("short array", Reason.TREE, g -> attribute(g, "nodes_values").clearFloats()),
        bad(
            "leaves averaged",
            Reason.TREE,
            g -> attribute(g, "aggregate_function").setS(ByteString.copyFromUtf8("AVERAGE"))),
        bad(
            "attribute not on the list",
            Reason.OPERATOR,
            g -> attribute(g, "nodes_values").setName("nodes_hitrates")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTrees")
  void refusesBadTrees(String name, Reason reason, Consumer<GraphProto.Builder> change) {
    expect(reason, changed(TREES, m -> change.accept(m.getGraphBuilder())));
  }

  @Test
  void refusesTreesThatRunInACircle() {
    // Entries 1 to 4 are root, left child, its left child and its left child of the first fitted
    // tree. The root takes the last one; the two between name each other, each with one parent.
    byte[] file =
        changed(
            TREES,
            m -> {
              assertThat(attribute(m.getGraphBuilder(), "nodes_truenodeids").getIntsList())
                  .startsWith(0L, 1L, 2L, 3L);
              ints(m.getGraphBuilder(), "nodes_truenodeids", 1, 3);
              ints(m.getGraphBuilder(), "nodes_truenodeids", 3, 1);
            });
    LoadGuard.Expected expected = new LoadGuard.Expected(Sha256.of(file), Samples.HASH);
    assertThatThrownBy(() -> LoadGuard.standard().check(file, expected))
        .isInstanceOf(RefusedModelException.class)
        .hasMessageContaining("tree 1 runs in a circle");
  }

  static Stream<Arguments> badGraphs() {
    return Stream.of(
        bad(
            "custom operator",
            Reason.OPERATOR,
            g -> g.getNodeBuilder(0).setOpType("PyOp").setDomain("ai.onnx.contrib")),
        bad("operator that loops", Reason.OPERATOR, g -> g.getNodeBuilder(0).setOpType("Loop")),
        bad(
            "attribute that holds a graph",
            Reason.OPERATOR,
            g ->
                g.getNodeBuilder(0)
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("body")
                            .setType(AttributeProto.AttributeType.GRAPH)
                            .setG(GraphProto.getDefaultInstance()))),
        bad(
            "weights in another file",
            Reason.EXTERNAL_DATA,
            g ->
                g.getInitializerBuilder(0)
                    .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                    .addExternalData(
                        StringStringEntryProto.newBuilder()
                            .setKey("location")
                            .setValue("../../secret"))),
        bad(
            "dimensions larger than data",
            Reason.GRAPH,
            g -> g.getInitializerBuilder(0).setDims(1, 9)),
        bad(
            "dimensions that overflow",
            Reason.GRAPH,
            g -> g.getInitializerBuilder(0).setDims(0, 1L << 40)),
        bad("value from nowhere", Reason.GRAPH, g -> g.getNodeBuilder(0).setInput(0, "ghost")),
        bad("value made twice", Reason.GRAPH, g -> g.getNodeBuilder(0).setOutput(0, "features")),
        bad("no result", Reason.GRAPH, g -> g.removeNode(g.getNodeCount() - 1)),
        bad("second input", Reason.SIGNATURE, g -> g.addInput(g.getInput(0))),
        bad("other input name", Reason.SIGNATURE, g -> g.getInputBuilder(0).setName("x")),
        bad("other output name", Reason.SIGNATURE, g -> g.getOutputBuilder(0).setName("label")),
        bad(
            "input of doubles",
            Reason.SIGNATURE,
            g ->
                g.getInputBuilder(0)
                    .getTypeBuilder()
                    .getTensorTypeBuilder()
                    .setElemType(TensorProto.DataType.DOUBLE.getNumber())),
        bad(
            "wrong width",
            Reason.SIGNATURE,
            g ->
                g.getInputBuilder(0)
                    .getTypeBuilder()
                    .getTensorTypeBuilder()
                    .getShapeBuilder()
                    .getDimBuilder(1)
                    .setDimValue(5)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badGraphs")
  void refusesBadGraphs(String name, Reason reason, Consumer<GraphProto.Builder> change) {
    expect(reason, changed(LINEAR, m -> change.accept(m.getGraphBuilder())));
  }

  @Test
  void refusesBadHeaders() {
    expect(Reason.VERSION, changed(LINEAR, m -> m.setIrVersion(99)));
    expect(Reason.VERSION, changed(LINEAR, m -> m.getOpsetImportBuilder(0).setVersion(99)));
    expect(
        Reason.VERSION,
        changed(LINEAR, m -> m.getOpsetImportBuilder(1).setDomain("com.microsoft")));
    expect(
        Reason.OPERATOR, changed(LINEAR, m -> m.addFunctions(FunctionProto.getDefaultInstance())));
    expect(Reason.FORMAT, changed(LINEAR, ModelProto.Builder::clearGraph));
    expect(Reason.METADATA, changed(LINEAR, ModelProto.Builder::clearMetadataProps));
    expect(Reason.METADATA, changed(LINEAR, m -> m.addMetadataProps(m.getMetadataProps(0))));
    expect(
        Reason.METADATA,
        changed(
            LINEAR,
            m ->
                m.getMetadataPropsBuilderList().stream()
                    .filter(e -> e.getKey().equals(Signature.TARGET))
                    .forEach(e -> e.setValue("ranking"))));
  }

  @Test
  void refusesOtherBytesAndOtherFeatures() {
    byte[] flipped = TREES.bytes().clone();
    flipped[flipped.length / 2] ^= 1;
    LoadGuard.Expected expected = new LoadGuard.Expected(TREES.sha256(), Samples.HASH);

    assertThatThrownBy(() -> LoadGuard.standard().check(flipped, expected))
        .isInstanceOf(RefusedModelException.class)
        .hasMessageContaining("HASH")
        .hasMessageContaining(TREES.sha256());
    assertThatThrownBy(
            () ->
                LoadGuard.standard()
                    .check(TREES.bytes(), new LoadGuard.Expected(TREES.sha256(), "0".repeat(64))))
        .isInstanceOf(RefusedModelException.class)
        .hasMessageContaining("FEATURE_SET")
        .hasMessageContaining("train on the current feature set");
  }

  @Test
  void refusesWhatIsTooLarge() {
    assertThat(reason(new LoadGuard(100, 9, 9, 9), TREES.bytes())).isEqualTo(Reason.SIZE);
    assertThat(reason(new LoadGuard(1 << 20, 9, 9, 9), TREES.bytes())).isEqualTo(Reason.SIZE);
    assertThat(reason(new LoadGuard(1 << 20, 99, 9, 9), LINEAR.bytes())).isEqualTo(Reason.SIZE);
    assertThat(reason(new LoadGuard(1 << 20, 2, 9, 99), LINEAR.bytes())).isEqualTo(Reason.SIZE);
  }

  @Test
  void refusesNoiseAndCutFiles() {
    byte[] noise = new byte[1_000];
    new java.util.Random(1).nextBytes(noise);
    expect(Reason.FORMAT, noise);
    expect(Reason.FORMAT, new byte[0]);
    for (int length = 1; length < LINEAR.bytes().length; length += 7) {
      byte[] cut = Arrays.copyOf(LINEAR.bytes(), length);
      assertThat(reason(LoadGuard.standard(), cut)).isNotNull();
    }
  }

  @Test
  void letsGoodFilesThrough() {
    for (OnnxArtifact file : new OnnxArtifact[] {TREES, LINEAR}) {
      CheckedModel checked =
          LoadGuard.standard()
              .check(file.bytes(), new LoadGuard.Expected(file.sha256(), Samples.HASH));
      assertThat(checked.artifact().featureNames()).isEqualTo(file.featureNames());
      assertThat(checked.artifact().target()).isEqualTo(file.target());
      assertThat(checked.artifact().metadata()).isEqualTo(file.metadata());
    }
  }

  private static Arguments bad(String name, Reason reason, Consumer<GraphProto.Builder> change) {
    return Arguments.of(name, reason, change);
  }

  private static byte[] changed(OnnxArtifact file, Consumer<ModelProto.Builder> change) {
    try {
      ModelProto.Builder model = ModelProto.parseFrom(file.bytes()).toBuilder();
      change.accept(model);
      return model.build().toByteArray();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static AttributeProto.Builder attribute(GraphProto.Builder graph, String name) {
    NodeProto.Builder trees = graph.getNodeBuilder(0);
    return trees.getAttributeBuilderList().stream()
        .filter(a -> a.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Entry 0 is the base margin's leaf; entry 1 is the root of the first fitted tree. */
  private static void ints(GraphProto.Builder graph, String name, int at, long value) {
    attribute(graph, name).setInts(at, value);
  }

  private static void expect(Reason reason, byte[] file) {
    assertThat(reason(LoadGuard.standard(), file)).isEqualTo(reason);
  }

  private static Reason reason(LoadGuard guard, byte[] file) {
    LoadGuard.Expected expected = new LoadGuard.Expected(Sha256.of(file), Samples.HASH);
    RefusedModelException refused =
        catchThrowableOfType(RefusedModelException.class, () -> guard.check(file, expected));
    assertThat(refused).as("the file was let through").isNotNull();
    return refused.reason();
  }
}
