package org.tidemark.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.models.Target;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.models.score.ScoreException;

/**
 * Files of other programs against the scores that ONNX Runtime gave in Python for the originals.
 */
class ModelImportTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d");
  private static final String HASH = "d".repeat(64);

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = ModelImportTest.class.getResourceAsStream("/golden/import/" + name)) {
      return in.readAllBytes();
    }
  }

  private static ModelImport.As as(Target target) {
    return new ModelImport.As(NAMES, HASH, target, Optional.empty());
  }

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("lightgbm", new Target.Binary()),
        Arguments.of("forest", new Target.Binary()),
        Arguments.of("forest3", new Target.MultiClass(3)),
        Arguments.of("boosted", new Target.Regression()),
        Arguments.of("logistic", new Target.Binary()),
        Arguments.of("perceptron", new Target.Binary()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void scoresAsTheOriginalDoes(String name, Target target) throws IOException {
    OnnxArtifact file =
        ModelImport.of(golden(name + ".onnx"), as(target), Map.of("model_version", "v"));
    String[] lines = new String(golden(name + ".csv"), StandardCharsets.UTF_8).strip().split("\n");
    int rows = lines.length - 1;
    float[] features = new float[rows * 4];
    float[] expected = new float[rows * target.width()];
    for (int row = 0; row < rows; row++) {
      String[] cells = lines[row + 1].split(",");
      for (int j = 0; j < cells.length; j++) {
        float value = Float.parseFloat(cells[j]);
        if (j < 4) {
          features[row * 4 + j] = value;
        } else {
          expected[row * target.width() + j - 4] = value;
        }
      }
    }
    try (OnnxScorer scorer =
        OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), HASH))) {
      ScoreMatch match =
          ScoreMatch.of(target, expected, scorer.score(features, rows), 1e-6, EstimateUnit.ONE);
      assertThat(match.holds()).as("%s", match).isTrue();
      assertThat(match.rows()).isEqualTo(120);
    }
    assertThat(file.metadata())
        .containsEntry(Signature.ORIGIN, "imported")
        .containsEntry(Signature.FEATURE_NAMES, "a,b,c,d")
        .containsEntry(Signature.NATIVE_SHA256, Sha256.of(golden(name + ".onnx")));
    assertThat(ModelImport.of(golden(name + ".onnx"), as(target), Map.of("model_version", "v")))
        .extracting(OnnxArtifact::sha256)
        .isEqualTo(file.sha256());
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        bad("SIGNATURE", "FLOAT [?, 4] is needed", "lightgbm", g -> width(g, 5)),
        bad("SIGNATURE", "DOUBLE", "logistic", g -> type(g, TensorProto.DataType.DOUBLE)),
        bad("SIGNATURE", "has inputs [X, second]", "logistic", ModelImportTest::second),
        bad("SIGNATURE", "0 outputs fit", "perceptron", g -> outputs(g, 3)),
        bad("GRAPH", "nothing makes value", "perceptron", g -> g.removeInitializer(0)),
        bad("OPERATOR", "Loop is not on the list", "perceptron", g -> operator(g, "Loop")),
        bad("GRAPH", "which nothing made before", "perceptron", ModelImportTest::circle),
        bad("EXTERNAL_DATA", "lies in another file", "perceptron", ModelImportTest::elsewhere),
        bad("GRAPH", "coefficients", "logistic", ModelImportTest::shortCoefficients),
        bad("GRAPH", "positions that depend on the row", "perceptron", ModelImportTest::looksUp),
        bad("GRAPH", "positions that depend on the row", "perceptron", ModelImportTest::averages),
        bad("GRAPH", "divides whole numbers", "perceptron", ModelImportTest::divides),
        bad("GRAPH", "makes STRING", "perceptron", ModelImportTest::spells),
        bad("GRAPH", "labels that are text", "logistic", ModelImportTest::readsLabels));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refused")
  void saysWhyItIsRefused(
      String reason, String message, String name, Consumer<GraphProto.Builder> change)
      throws IOException {
    ModelProto.Builder model = ModelProto.parseFrom(golden(name + ".onnx")).toBuilder();
    change.accept(model.getGraphBuilder());
    assertThatThrownBy(
            () -> ModelImport.of(model.build().toByteArray(), as(new Target.Binary()), Map.of()))
        .isInstanceOf(RefusedModelException.class)
        .hasMessageContaining("(" + reason + ")")
        .hasMessageContaining(message);
  }

  /** What is refused for it fails at such rows: {@link EveryRow}. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyRowGetsAScore(String name, Target target) throws IOException {
    float[] odd = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      Float.MIN_VALUE,
      0f,
      -0f,
      -1f,
      0.5f
    };
    SplittableRandom random = new SplittableRandom(17);
    OnnxArtifact file = ModelImport.of(golden(name + ".onnx"), as(target), Map.of());
    try (OnnxScorer scorer =
        OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), HASH))) {
      for (int n = 0; n < 2_000; n++) {
        float[] row = new float[4];
        for (int j = 0; j < row.length; j++) {
          row[j] = odd[random.nextInt(odd.length)];
        }
        assertThat(scorer.score(row, 1)).hasSize(target.width());
      }
    }
  }

  /** As scikit-learn writes a row divided by its length, and nets theirs by their mean. */
  @Test
  void realNumbersAreDividedWhateverThePowersAndPositionsAre() throws IOException {
    ModelProto.Builder model = ModelProto.parseFrom(golden("perceptron.onnx")).toBuilder();
    model.getOpsetImportBuilder(0).setVersion(18);
    GraphProto.Builder graph = model.getGraphBuilder();
    graph.addInitializer(whole("two", 2));
    graph.addInitializer(whole("columns", 1));
    before(
        graph,
        node("Pow", "squares", "input", "two"),
        node("ReduceSum", "square", "squares", "columns"),
        node("Sqrt", "length", "square"),
        node("Div", "direction", "input", "length"),
        node("ReduceMean", "mean", "direction", "columns"),
        node("Div", "changed", "direction", "mean"));
    OnnxArtifact file =
        ModelImport.of(model.build().toByteArray(), as(new Target.Binary()), Map.of());
    try (OnnxScorer scorer =
        OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), HASH))) {
      assertThat(scorer.score(new float[] {1, 2, 3, 4}, 1)).hasSize(1);
    }
  }

  /** An absent result of one is no absent input of the next. */
  @Test
  void recurrentLayersMayLeaveOutResultsAndLengths() {
    EveryRow check = new EveryRow();
    check.apply(node("LSTM", "", Signature.INPUT, "w", "r").addOutput("h").build());
    check.apply(node("LSTM", "y", "h", "w2", "r2", "b2", "").build());
    NodeProto lengths = node("LSTM", "z", "y", "w2", "r2", "b2", "h").build();
    assertThatThrownBy(() -> check.apply(lengths)).hasMessageContaining("positions that depend");
  }

  @Test
  void aNarrowFileMayNotUseTheWideList() throws IOException {
    OnnxArtifact file =
        ModelImport.of(golden("perceptron.onnx"), as(new Target.Binary()), Map.of());
    ModelProto.Builder model = ModelProto.parseFrom(file.bytes()).toBuilder();
    model.getMetadataPropsBuilderList().stream()
        .filter(e -> e.getKey().equals(Signature.ORIGIN))
        .forEach(e -> e.setValue("own"));
    byte[] bytes = model.build().toByteArray();
    assertThatThrownBy(
            () -> LoadGuard.standard().check(bytes, new LoadGuard.Expected(Sha256.of(bytes), HASH)))
        .isInstanceOf(RefusedModelException.class)
        .hasMessageContaining("OPERATOR");
  }

  /** The runtime may still refuse a shape: it says so, and nothing else happens. */
  @Test
  void flippedFilesAreRefusedOrScoreInShape() throws IOException {
    for (String name : List.of("lightgbm", "logistic", "perceptron")) {
      SplittableRandom random = new SplittableRandom(11);
      byte[] good = golden(name + ".onnx");
      for (int n = 0; n < 500; n++) {
        byte[] bytes = good.clone();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        try {
          OnnxArtifact file = ModelImport.of(bytes, as(new Target.Binary()), Map.of());
          try (OnnxScorer scorer =
              OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), HASH))) {
            assertThat(scorer.score(new float[8], 2)).hasSize(2);
          }
        } catch (RefusedModelException | ScoreException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      }
    }
  }

  private static Arguments bad(
      String reason, String message, String name, Consumer<GraphProto.Builder> change) {
    return Arguments.of(reason, message, name, change);
  }

  private static void width(GraphProto.Builder graph, int columns) {
    graph
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(1)
        .setDimValue(columns);
  }

  private static void type(GraphProto.Builder graph, TensorProto.DataType type) {
    graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber());
  }

  private static void second(GraphProto.Builder graph) {
    graph.addInput(graph.getInput(0).toBuilder().setName("second"));
  }

  private static void outputs(GraphProto.Builder graph, int columns) {
    graph
        .getOutputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(1)
        .setDimValue(columns);
  }

  private static void operator(GraphProto.Builder graph, String name) {
    graph.getNodeBuilder(1).setOpType(name);
  }

  private static void circle(GraphProto.Builder graph) {
    graph.getNodeBuilder(0).setInput(0, graph.getNode(1).getOutput(0));
  }

  private static void elsewhere(GraphProto.Builder graph) {
    graph.getInitializerBuilder(0).setDataLocation(TensorProto.DataLocation.EXTERNAL);
  }

  private static void shortCoefficients(GraphProto.Builder graph) {
    graph.getNodeBuilder(1).getAttributeBuilderList().stream()
        .filter(a -> a.getName().equals("coefficients"))
        .forEach(a -> a.clearFloats().addFloats(1));
  }

  private static void looksUp(GraphProto.Builder graph) {
    before(
        graph,
        node("Cast", "whole", "input").addAttribute(Graph.integer("to", 7)),
        node("Gather", "changed", "0.bias", "whole"));
  }

  private static void averages(GraphProto.Builder graph) {
    before(
        graph,
        node("Cast", "whole", "input").addAttribute(Graph.integer("to", 7)),
        node("ReduceMean", "changed", "input", "whole"));
  }

  private static void divides(GraphProto.Builder graph) {
    before(
        graph,
        node("Cast", "whole", "input").addAttribute(Graph.integer("to", 6)),
        node("Abs", "positive", "whole"),
        node("Div", "ratio", "positive", "whole"),
        node("Cast", "changed", "ratio").addAttribute(Graph.integer("to", 1)));
  }

  private static void spells(GraphProto.Builder graph) {
    before(
        graph,
        node("Cast", "text", "input").addAttribute(Graph.integer("to", 8)),
        node("Cast", "changed", "text").addAttribute(Graph.integer("to", 1)));
  }

  private static void readsLabels(GraphProto.Builder graph) {
    NodeProto.Builder classifier = graph.getNodeBuilder(1);
    classifier.getAttributeBuilderList().stream()
        .filter(a -> a.getName().equals("classlabels_ints"))
        .forEach(
            a ->
                a.clearInts()
                    .setName("classlabels_strings")
                    .setType(AttributeProto.AttributeType.STRINGS)
                    .addStrings(ByteString.copyFromUtf8("0"))
                    .addStrings(ByteString.copyFromUtf8("1")));
    graph.addNode(node("Cast", "number", "label").addAttribute(Graph.integer("to", 1)));
    graph.addNode(node("Add", "sum", "probabilities", "number"));
    graph.getOutputBuilder(1).setName("sum");
  }

  private static TensorProto whole(String name, long value) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.INT64.getNumber())
        .addDims(1)
        .addInt64Data(value)
        .build();
  }

  /** The graph reads "changed" in the place of its input. */
  private static void before(GraphProto.Builder graph, NodeProto.Builder... nodes) {
    graph.getNodeBuilder(0).setInput(0, "changed");
    for (int at = 0; at < nodes.length; at++) {
      graph.addNode(at, nodes[at]);
    }
  }

  private static NodeProto.Builder node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }
}
