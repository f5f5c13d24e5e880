package org.tidemark.models.score;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The sigmoid beside that of ONNX Runtime, a graph of this one operator. */
class RuntimeSigmoidTest {
  private static final int BLOCK = 1 << 16;

  @Test
  void oneFloatInAThousandHasTheBitsOfTheRuntime() throws OrtException {
    assertThat(differing(1_021)).isZero();
  }

  @Test
  @Tag("long")
  void everyFloatHasTheBitsOfTheRuntime() throws OrtException {
    assertThat(differing(1)).isZero();
  }

  @Test
  void theExactSigmoidHasOtherBits() {
    long differing =
        IntStream.range(-500, 500)
            .filter(i -> (float) (1 / (1 + Math.exp(-i / 100d))) != RuntimeSigmoid.of(i / 100f))
            .count();
    assertThat(differing).isGreaterThan(50);
  }

  /** Of every {@code stride}-th float32 number that is one. */
  private static long differing(int stride) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    FloatBuffer in = direct();
    FloatBuffer out = direct();
    float[] numbers = new float[BLOCK];
    float[] found = new float[BLOCK];
    long differing = 0;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(graph(), options);
        OnnxTensor x = OnnxTensor.createTensor(environment, in, new long[] {BLOCK, 1});
        OnnxTensor y = OnnxTensor.createTensor(environment, out, new long[] {BLOCK, 1})) {
      for (long bits = 0; bits < 1L << 32; ) {
        for (int i = 0; i < BLOCK; i++, bits += stride) {
          float number = Float.intBitsToFloat((int) bits);
          numbers[i] = Float.isNaN(number) ? 0 : number;
        }
        in.clear().put(numbers);
        session.run(Map.of("x", x), Map.of("y", y)).close();
        out.clear().get(found);
        for (int i = 0; i < BLOCK; i++) {
          if (Float.floatToRawIntBits(found[i])
              != Float.floatToRawIntBits(RuntimeSigmoid.of(numbers[i]))) {
            differing++;
          }
        }
      }
    }
    return differing;
  }

  private static FloatBuffer direct() {
    return ByteBuffer.allocateDirect(4 * BLOCK).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  private static byte[] graph() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(
            GraphProto.newBuilder()
                .setName("sigmoid")
                .addInput(column("x"))
                .addOutput(column("y"))
                .addNode(NodeProto.newBuilder().setOpType("Sigmoid").addInput("x").addOutput("y")))
        .build()
        .toByteArray();
  }

  private static ValueInfoProto column(String name) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(
                            TensorShapeProto.newBuilder()
                                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("rows"))
                                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(1)))))
        .build();
  }
}
