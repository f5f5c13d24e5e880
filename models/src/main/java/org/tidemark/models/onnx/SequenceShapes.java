package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.tidemark.models.onnx.RefusedModelException.Reason;

/**
 * The part of {@link Shapes} for values of three and four dimensions, float32 all of them: the
 * sequences that a net makes of the rows until its last layer makes a table of them again.
 */
final class SequenceShapes {
  static final Set<String> OPERATORS = Set.of("Reshape", "Conv", "Transpose", "LSTM", "Squeeze");

  private static final long ROWS = -1;
  private static final int DEEPEST = 4;

  /** Values made of the rows. */
  private final Map<String, List<Long>> known = new HashMap<>();

  private final Map<String, List<Long>> constants = new HashMap<>();
  private final Map<String, List<Long>> whole = new HashMap<>();

  /** Float32 of any dimensions, or a list of whole numbers. */
  void constant(TensorProto constant) {
    List<Long> dimensions = constant.getDimsList();
    if (constant.getDataType() == DataType.FLOAT.getNumber()) {
      constants.put(constant.getName(), dimensions);
      return;
    }
    boolean list = dimensions.size() == 1 && dimensions.get(0) <= DEEPEST;
    if (constant.getDataType() != DataType.INT64.getNumber() || !list) {
      throw new RefusedModelException(
          Reason.GRAPH,
          "constant " + constant.getName() + " has dimensions " + dimensions,
          "float64 has at most two dimensions, int64 is a list of at most " + DEEPEST + " numbers");
    }
    LongBuffer numbers =
        constant.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    long[] all = new long[numbers.remaining()];
    numbers.get(all);
    whole.put(constant.getName(), Arrays.stream(all).boxed().toList());
  }

  /** Makes a sequence of rows of so many columns. */
  void reshape(NodeProto node, long columns) {
    List<Long> to = whole(node, 1);
    // 0 keeps the number of rows.
    boolean fits =
        to.size() == 3
            && to.get(0) == 0
            && to.get(1) >= 1
            && to.get(2) >= 1
            && to.get(1) <= columns
            && to.get(1) * to.get(2) == columns;
    if (!fits) {
      throw refuse(node, "makes " + to + " of rows of " + columns + " columns");
    }
    put(node, 0, List.of(ROWS, to.get(1), to.get(2)));
  }

  /** The columns of the table that it makes, where it makes one. */
  OptionalLong apply(NodeProto node, Map<String, AttributeProto> attributes) {
    List<Long> in = known.get(node.getInput(0));
    if (in == null) {
      throw refuse(node, "reads '" + node.getInput(0) + "', which is no sequence");
    }
    switch (node.getOpType()) {
      case "Conv" -> convolution(node, in);
      case "Transpose" -> transpose(node, in, attributes.get("perm").getIntsList());
      case "LSTM" -> lstm(node, in, attributes.get("hidden_size").getI());
      default -> {
        return squeeze(node, in);
      }
    }
    return OptionalLong.empty();
  }

  private void convolution(NodeProto node, List<Long> in) {
    List<Long> weights = constant(node, 1);
    boolean fits =
        in.size() == 3
            && in.get(0) == ROWS
            && weights.size() == 3
            && weights.get(1).equals(in.get(1))
            && weights.get(2) <= in.get(2)
            && constant(node, 2).equals(weights.subList(0, 1));
    if (!fits) {
      throw refuse(node, "folds " + in + " with " + weights + " and " + constant(node, 2));
    }
    put(node, 0, List.of(ROWS, weights.get(0), in.get(2) - weights.get(2) + 1));
  }

  private void transpose(NodeProto node, List<Long> in, List<Long> order) {
    if (in.size() != 3 || !order.equals(List.of(2L, 0L, 1L))) {
      throw refuse(node, "turns " + in + " by " + order + "; only steps may come first, [2, 0, 1]");
    }
    put(node, 0, List.of(in.get(2), in.get(0), in.get(1)));
  }

  private void lstm(NodeProto node, List<Long> in, long hidden) {
    boolean fits =
        in.size() == 3
            && in.get(1) == ROWS
            && hidden >= 1
            && hidden <= Shapes.COLUMNS
            && constant(node, 1).equals(List.of(1L, 4 * hidden, in.get(2)))
            && constant(node, 2).equals(List.of(1L, 4 * hidden, hidden))
            && constant(node, 3).equals(List.of(1L, 8 * hidden));
    boolean last = node.getOutputCount() == 2 && node.getOutput(0).isEmpty();
    if (!fits || !(last || node.getOutputCount() == 1)) {
      throw refuse(
          node,
          "of %d states reads %s with weights %s, %s and %s and gives %d results"
              .formatted(
                  hidden,
                  in,
                  constant(node, 1),
                  constant(node, 2),
                  constant(node, 3),
                  node.getOutputCount()));
    }
    if (last) {
      put(node, 1, List.of(1L, ROWS, hidden));
    } else {
      put(node, 0, List.of(in.get(0), 1L, ROWS, hidden));
    }
  }

  private OptionalLong squeeze(NodeProto node, List<Long> in) {
    List<Long> axes = whole(node, 1);
    boolean fits =
        axes.size() == 1
            && axes.get(0) >= 0
            && axes.get(0) < in.size()
            && in.get(axes.get(0).intValue()) == 1;
    if (!fits) {
      throw refuse(node, "drops " + axes + " of " + in);
    }
    List<Long> left = new ArrayList<>(in);
    left.remove(axes.get(0).intValue());
    if (left.size() == 2 && left.get(0) == ROWS) {
      return OptionalLong.of(left.get(1));
    }
    put(node, 0, List.copyOf(left));
    return OptionalLong.empty();
  }

  private List<Long> constant(NodeProto node, int input) {
    return Optional.ofNullable(constants.get(node.getInput(input)))
        .orElseThrow(() -> refuse(node, "has weights that are no float32 constant"));
  }

  private List<Long> whole(NodeProto node, int input) {
    return Optional.ofNullable(whole.get(node.getInput(input)))
        .orElseThrow(() -> refuse(node, "has dimensions that are no int64 constant"));
  }

  private void put(NodeProto node, int output, List<Long> dimensions) {
    long numbers = 1;
    for (long dimension : dimensions) {
      numbers = dimension == ROWS ? numbers : Math.multiplyExact(numbers, dimension);
    }
    if (numbers > Shapes.COLUMNS) {
      throw new RefusedModelException(
          Reason.SIZE,
          "operator %s makes %d numbers of a row, above %d"
              .formatted(node.getName(), numbers, Shapes.COLUMNS),
          "use shorter sequences or fewer filters");
    }
    known.put(node.getOutput(output), dimensions);
  }

  private static RefusedModelException refuse(NodeProto node, String problem) {
    return new RefusedModelException(
        Reason.GRAPH, "operator " + node.getName() + " " + problem, LoadGuard.EXPORT_AGAIN);
  }
}
