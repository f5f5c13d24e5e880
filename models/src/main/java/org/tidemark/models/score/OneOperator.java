package org.tidemark.models.score;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime on a graph of one operator, which takes and gives rows of floats. */
final class OneOperator implements AutoCloseable {
  private final FloatBuffer in;
  private final FloatBuffer out;
  private final OrtSession session;
  private final OnnxTensor x;
  private final OnnxTensor y;

  OneOperator(String operator, int rows, int columns) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      this.session = environment.createSession(graph(operator, columns), options);
    }
    this.in = direct(rows * columns);
    this.out = direct(rows * columns);
    long[] shape = {rows, columns};
    this.x = OnnxTensor.createTensor(environment, in, shape);
    this.y = OnnxTensor.createTensor(environment, out, shape);
  }

  /** Replaces the numbers by what the operator makes of them. */
  void run(float[] numbers) throws OrtException {
    in.clear().put(numbers);
    session.run(Map.of("x", x), Map.of("y", y)).close();
    out.clear().get(numbers);
  }

  private static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(4 * floats).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  private static byte[] graph(String operator, int columns) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(
            GraphProto.newBuilder()
                .setName(operator)
                .addInput(info("x", columns))
                .addOutput(info("y", columns))
                .addNode(NodeProto.newBuilder().setOpType(operator).addInput("x").addOutput("y")))
        .build()
        .toByteArray();
  }

  private static ValueInfoProto info(String name, int columns) {
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

  @Override
  public void close() throws OrtException {
    x.close();
    y.close();
    session.close();
  }
}
