package org.tidemark.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.models.Target;
import org.tidemark.models.form.NetShape;
import org.tidemark.models.form.Nets;
import org.tidemark.models.learn.NetSamples;
import org.tidemark.models.learn.Samples;
import org.tidemark.models.onnx.RefusedModelException.Reason;

/** What the guard says of the graphs of nets. */
class NetGuardTest {
  private static final OnnxArtifact NET =
      OnnxExport.of(
          NetSamples.of(Nets.drawn(NetShape.momentum(30, 3), 1), new Target.MultiClass(3)),
          Map.of());

  static Stream<Arguments> bad() {
    return Stream.of(
        bad("rows made of columns", Reason.GRAPH, g -> whole(g, "Reshape", 1, 6, 5, 6)),
        bad("columns left over", Reason.GRAPH, g -> whole(g, "Reshape", 1, 0, 5, 5)),
        bad("a negative dimension", Reason.GRAPH, g -> whole(g, "Reshape", 1, 0, -5, -6)),
        bad("another rank", Reason.GRAPH, g -> whole(g, "Reshape", 1, 0, 30)),
        bad("filters of another width", Reason.GRAPH, g -> dimensions(g, "Conv", 1, 32, 3, 5)),
        bad("a bias of another width", Reason.GRAPH, g -> dimensions(g, "Conv", 2, 1, 32)),
        bad("padding", Reason.OPERATOR, g -> node(g, "Conv").addAttribute(ints("pads", 9, 9))),
        bad("another order", Reason.GRAPH, g -> order(g, 0, 2, 1)),
        bad("more states than weights", Reason.GRAPH, g -> hidden(g, 65)),
        bad("no states", Reason.GRAPH, g -> hidden(g, 0)),
        bad("states beyond all bounds", Reason.GRAPH, g -> hidden(g, Long.MAX_VALUE / 4)),
        bad("weights in another order", Reason.GRAPH, g -> dimensions(g, "LSTM", 1, 1, 32, 256)),
        bad("half a bias", Reason.GRAPH, g -> node(g, "LSTM").setInput(3, input(g, "Conv", 2))),
        bad(
            "the other direction",
            Reason.OPERATOR,
            g -> node(g, "LSTM").addAttribute(ints("direction", 1))),
        bad("too few weights", Reason.GRAPH, g -> node(g, "LSTM").clearInput().addInput("v9")),
        bad("a third result", Reason.GRAPH, g -> node(g, "LSTM").addOutput("a").addOutput("b")),
        bad("an axis of many", Reason.GRAPH, g -> whole(g, "Squeeze", 1, 0)),
        bad("an axis that is not there", Reason.GRAPH, g -> whole(g, "Squeeze", 1, 9)),
        bad("rows as weights", Reason.GRAPH, g -> node(g, "Conv").setInput(1, "features")),
        bad("a sequence as table", Reason.GRAPH, g -> node(g, "MatMul").setInput(0, sequence(g))),
        bad("a table as sequence", Reason.GRAPH, g -> node(g, "Conv").setInput(0, "features")),
        bad("a weight that is NaN", Reason.GRAPH, NetGuardTest::nan));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void refuses(String name, Reason reason, Consumer<GraphProto.Builder> change)
      throws InvalidProtocolBufferException {
    ModelProto.Builder model = ModelProto.parseFrom(NET.bytes()).toBuilder();
    change.accept(model.getGraphBuilder());
    byte[] file = model.build().toByteArray();
    RefusedModelException refused =
        catchThrowableOfType(
            RefusedModelException.class,
            () ->
                LoadGuard.standard()
                    .check(file, new LoadGuard.Expected(Sha256.of(file), Samples.HASH)));
    assertThat(refused).as("the file was let through").isNotNull();
    assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
  }

  @Test
  void letsTheNetThrough() {
    CheckedModel checked =
        LoadGuard.standard().check(NET.bytes(), new LoadGuard.Expected(NET.sha256(), Samples.HASH));
    assertThat(checked.artifact().featureNames()).hasSize(30);
  }

  private static Arguments bad(String name, Reason reason, Consumer<GraphProto.Builder> change) {
    return Arguments.of(name, reason, change);
  }

  /** The first of its kind. */
  private static NodeProto.Builder node(GraphProto.Builder graph, String type) {
    return graph.getNodeBuilderList().stream()
        .filter(n -> n.getOpType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static String input(GraphProto.Builder graph, String type, int at) {
    return node(graph, type).getInput(at);
  }

  private static String sequence(GraphProto.Builder graph) {
    return node(graph, "Transpose").getOutput(0);
  }

  private static TensorProto.Builder constant(GraphProto.Builder graph, String type, int at) {
    String name = input(graph, type, at);
    return graph.getInitializerBuilderList().stream()
        .filter(c -> c.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void whole(GraphProto.Builder graph, String type, int at, long... numbers) {
    ByteBuffer raw = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long number : numbers) {
      raw.putLong(number);
    }
    constant(graph, type, at)
        .clearDims()
        .addDims(numbers.length)
        .setRawData(ByteString.copyFrom(raw.array()));
  }

  private static void dimensions(GraphProto.Builder graph, String type, int at, long... sizes) {
    TensorProto.Builder constant = constant(graph, type, at).clearDims();
    for (long size : sizes) {
      constant.addDims(size);
    }
  }

  private static void order(GraphProto.Builder graph, long... axes) {
    node(graph, "Transpose").setAttribute(0, ints("perm", axes));
  }

  private static void hidden(GraphProto.Builder graph, long count) {
    node(graph, "LSTM").setAttribute(0, Graph.integer("hidden_size", count));
  }

  private static void nan(GraphProto.Builder graph) {
    TensorProto.Builder constant = constant(graph, "LSTM", 2);
    byte[] raw = constant.getRawData().toByteArray();
    ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).putFloat(40, Float.NaN);
    constant.setRawData(ByteString.copyFrom(raw));
  }

  private static AttributeProto ints(String name, long... numbers) {
    AttributeProto.Builder made =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long number : numbers) {
      made.addInts(number);
    }
    return made.build();
  }
}
