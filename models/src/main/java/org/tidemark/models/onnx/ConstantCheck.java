package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tidemark.models.onnx.RefusedModelException.Reason;

/** The part of {@link LoadGuard} that measures a constant: it holds what its dimensions claim. */
final class ConstantCheck {
  private static final int ENVELOPE = 4_096;

  private ConstantCheck() {}

  /** How many numbers it holds. */
  static long numbers(TensorProto constant, Origin origin) {
    if (constant.getDataLocation() == TensorProto.DataLocation.EXTERNAL
        || constant.getExternalDataCount() > 0) {
      throw new RefusedModelException(
          Reason.EXTERNAL_DATA,
          "constant " + constant.getName() + " lies in another file",
          "store all weights inside the model file");
    }
    int size = size(constant.getDataType());
    long count = 1;
    for (long dimension : constant.getDimsList()) {
      if (dimension < 1 || dimension > Integer.MAX_VALUE) {
        count = -1;
        break;
      }
      count = Math.min(count * dimension, Integer.MAX_VALUE);
    }
    if (size == 0
        || constant.getDimsCount() > (origin == Origin.OWN ? 3 : 4)
        || constant.hasSegment()
        || count * size != constant.getRawData().size()
        || constant.getSerializedSize() > constant.getRawData().size() + ENVELOPE
        || isTyped(constant)) {
      throw new RefusedModelException(
          Reason.GRAPH,
          "constant %s of type %d has dimensions %s and %d raw bytes"
              .formatted(
                  constant.getName(),
                  constant.getDataType(),
                  constant.getDimsList(),
                  constant.getRawData().size()),
          "constants are raw float32, float64 or int64 of at most three dimensions"
              + " (in imported files four)");
    }
    finite(constant);
    return count;
  }

  /** Bytes of a number, 0 for a type that is not let in. */
  private static int size(int type) {
    if (type == DataType.FLOAT.getNumber()) {
      return 4;
    }
    return type == DataType.INT64.getNumber() || type == DataType.DOUBLE.getNumber() ? 8 : 0;
  }

  private static boolean isTyped(TensorProto constant) {
    return constant.getFloatDataCount() > 0
        || constant.getDoubleDataCount() > 0
        || constant.getInt32DataCount() > 0
        || constant.getInt64DataCount() > 0
        || constant.getUint64DataCount() > 0
        || constant.getStringDataCount() > 0;
  }

  private static void finite(TensorProto constant) {
    ByteBuffer raw = constant.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    boolean finite = true;
    while (finite && raw.hasRemaining()) {
      finite =
          constant.getDataType() == DataType.INT64.getNumber()
              ? raw.getLong() != Long.MIN_VALUE
              : constant.getDataType() == DataType.FLOAT.getNumber()
                  ? Float.isFinite(raw.getFloat())
                  : Double.isFinite(raw.getDouble());
    }
    if (!finite) {
      throw new RefusedModelException(
          Reason.GRAPH,
          "constant " + constant.getName() + " holds a number that is not finite",
          "fit the model again without infinite or missing parameters");
    }
  }
}
