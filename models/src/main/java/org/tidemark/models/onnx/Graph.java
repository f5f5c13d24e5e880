package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SortedMap;
import org.tidemark.models.form.Tree;

/**
 * A small typed language for ONNX graphs of one input and one output: each method adds one operator
 * and returns its result. The same calls give the same bytes.
 *
 * <p>Operators and versions: ONNX specification, ai.onnx {@value Signature#OPSET} and ai.onnx.ml
 * {@value Signature#ML_OPSET}.
 */
final class Graph {
  /**
   * The result of an operator: a tensor, of two dimensions, rows first, where nothing else is said.
   */
  record Value<E extends Element>(String name) {}

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tidemark");
  private int values;

  /** Operators so far. */
  int operators() {
    return graph.getNodeCount();
  }

  /** A graph whose input has {@code features} columns. */
  Graph(int features) {
    graph.addInput(info(Signature.INPUT, features));
  }

  /** The input rows. */
  Value<Element.F32> input() {
    return new Value<>(Signature.INPUT);
  }

  /** A constant of {@code rows} rows of equal length, row-major. */
  Value<Element.F64> constant(double[] numbers, int rows) {
    ByteBuffer raw = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double number : numbers) {
      raw.putDouble(number);
    }
    String name = next();
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.DOUBLE.getNumber())
            .addDims(rows)
            .addDims(numbers.length / rows)
            .setRawData(ByteString.copyFrom(raw.array())));
    return new Value<>(name);
  }

  /** A constant without dimensions. */
  Value<Element.F64> scalar(double number) {
    String name = next();
    byte[] raw = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(number).array();
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.DOUBLE.getNumber())
            .setRawData(ByteString.copyFrom(raw)));
    return new Value<>(name);
  }

  /** A constant of float32 numbers, row-major. */
  Value<Element.F32> constant(float[] numbers, int... dimensions) {
    ByteBuffer raw = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : numbers) {
      raw.putFloat(number);
    }
    return constant(TensorProto.DataType.FLOAT, raw, dimensions);
  }

  /** A list of whole numbers: dimensions or axes. */
  Value<Element.I64> whole(long... numbers) {
    ByteBuffer raw = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long number : numbers) {
      raw.putLong(number);
    }
    return constant(TensorProto.DataType.INT64, raw, numbers.length);
  }

  private <E extends Element> Value<E> constant(
      TensorProto.DataType type, ByteBuffer raw, int... dimensions) {
    String name = next();
    TensorProto.Builder made =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(raw.array()));
    for (int dimension : dimensions) {
      made.addDims(dimension);
    }
    graph.addInitializer(made);
    return new Value<>(name);
  }

  /** Any operator of float32 values of any rank, with its attributes. */
  Value<Element.F32> operator(
      String operator, List<AttributeProto> attributes, Value<?>... arguments) {
    String name = next();
    graph.addNode(node(operator, "", name, arguments).addAllAttribute(attributes));
    return new Value<>(name);
  }

  /** As {@link #operator}, of whose results the second is taken. */
  Value<Element.F32> second(
      String operator, List<AttributeProto> attributes, Value<?>... arguments) {
    String name = next();
    NodeProto.Builder node = node(operator, "", name, arguments).addAllAttribute(attributes);
    graph.addNode(node.clearOutput().addOutput("").addOutput(name));
    return new Value<>(name);
  }

  Value<Element.F64> toDouble(Value<Element.F32> value) {
    return cast(value, TensorProto.DataType.DOUBLE);
  }

  Value<Element.F32> toFloat(Value<Element.F64> value) {
    return cast(value, TensorProto.DataType.FLOAT);
  }

  Value<Element.Bool> isNaN(Value<Element.F64> value) {
    return add("IsNaN", value);
  }

  Value<Element.F64> where(
      Value<Element.Bool> test, Value<Element.F64> yes, Value<Element.F64> no) {
    return add("Where", test, yes, no);
  }

  Value<Element.F64> subtract(Value<Element.F64> left, Value<Element.F64> right) {
    return add("Sub", left, right);
  }

  Value<Element.F64> divide(Value<Element.F64> left, Value<Element.F64> right) {
    return add("Div", left, right);
  }

  Value<Element.F64> plus(Value<Element.F64> left, Value<Element.F64> right) {
    return add("Add", left, right);
  }

  Value<Element.F64> multiply(Value<Element.F64> left, Value<Element.F64> right) {
    return add("MatMul", left, right);
  }

  /** Element by element. */
  Value<Element.F64> times(Value<Element.F64> left, Value<Element.F64> right) {
    return add("Mul", left, right);
  }

  /** Element by element, whether the left is less than the right; never where one is NaN. */
  Value<Element.Bool> less(Value<Element.F64> left, Value<Element.F64> right) {
    return add("Less", left, right);
  }

  /** 1 where it holds, else 0. */
  Value<Element.F64> ones(Value<Element.Bool> test) {
    return cast(test, TensorProto.DataType.DOUBLE);
  }

  Value<Element.F64> log(Value<Element.F64> value) {
    return add("Log", value);
  }

  Value<Element.F64> clip(Value<Element.F64> value, double low, double high) {
    return add("Clip", value, scalar(low), scalar(high));
  }

  <E extends Element> Value<E> sigmoid(Value<E> margin) {
    return add("Sigmoid", margin);
  }

  /** 0 for what is at most {@code small} from it, all else unchanged. */
  <E extends Element> Value<E> shrink(Value<E> value, float small) {
    String name = next();
    graph.addNode(node("Shrink", "", name, value).addAttribute(real("lambd", small)));
    return new Value<>(name);
  }

  /** Along each row. */
  <E extends Element> Value<E> softmax(Value<E> margins) {
    String name = next();
    graph.addNode(node("Softmax", "", name, margins).addAttribute(integer("axis", 1)));
    return new Value<>(name);
  }

  /** The sum of trees per output column, in the order given, in float32. */
  Value<Element.F32> trees(Value<Element.F32> rows, List<Tree> trees, int outputs) {
    String name = next();
    NodeProto.Builder node = node("TreeEnsembleRegressor", Signature.ML_DOMAIN, name, rows);
    TreeAttributes.write(trees, outputs).forEach(node::addAttribute);
    graph.addNode(node);
    return new Value<>(name);
  }

  /** The finished model, whose result of {@code columns} numbers a row is {@code result}. */
  byte[] model(Value<Element.F32> result, int columns, SortedMap<String, String> metadata) {
    NodeProto.Builder last = graph.getNodeBuilder(graph.getNodeCount() - 1);
    if (last.getOutputCount() != 1 || !last.getOutput(0).equals(result.name())) {
      throw new IllegalArgumentException("the result of a graph is what its last operator gives");
    }
    last.setOutput(0, Signature.OUTPUT);
    graph.addOutput(info(Signature.OUTPUT, columns));
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(Signature.IR_VERSION)
            .setProducerName("tidemark")
            .addOpsetImport(opset("", Signature.OPSET))
            .addOpsetImport(opset(Signature.ML_DOMAIN, Signature.ML_OPSET))
            .setGraph(graph);
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build().toByteArray();
  }

  private <E extends Element> Value<E> cast(Value<?> value, TensorProto.DataType type) {
    String name = next();
    graph.addNode(node("Cast", "", name, value).addAttribute(integer("to", type.getNumber())));
    return new Value<>(name);
  }

  private <E extends Element> Value<E> add(String operator, Value<?>... arguments) {
    String name = next();
    graph.addNode(node(operator, "", name, arguments));
    return new Value<>(name);
  }

  private static NodeProto.Builder node(
      String operator, String domain, String result, Value<?>... arguments) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setName(operator + "_" + result)
            .setOpType(operator)
            .setDomain(domain)
            .addOutput(result);
    for (Value<?> argument : arguments) {
      node.addInput(argument.name());
    }
    return node;
  }

  private String next() {
    return "v" + values++;
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto real(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  private static OperatorSetIdProto opset(String domain, long version) {
    return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version).build();
  }

  static ValueInfoProto info(String name, int columns) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("rows"))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns))
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(shape)))
        .build();
  }
}
