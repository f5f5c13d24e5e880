package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.models.onnx.RefusedModelException.Reason;

/**
 * Works out the element type and shape of every value of a graph of {@link Operator#OWN}, so that a
 * graph that the runtime would refuse, or that blows a few constants up to gigabytes, is refused
 * before. Broadcasting as the ONNX specification has it, over at most two dimensions; values of
 * more are those of {@link SequenceShapes}.
 */
final class Shapes {
  /** Most columns of a value between input and output. */
  static final int COLUMNS = 16_384;

  private static final long ROWS = -1;
  private static final int F32 = DataType.FLOAT.getNumber();
  private static final int F64 = DataType.DOUBLE.getNumber();
  private static final int BOOL = DataType.BOOL.getNumber();

  /**
   * A value.
   *
   * @param rows {@link #ROWS} for as many as are scored
   */
  private record Shape(int type, int rank, long rows, long columns) {}

  private final Map<String, Shape> known = new HashMap<>();
  private final SequenceShapes sequences = new SequenceShapes();

  Shapes(int features) {
    known.put(Signature.INPUT, new Shape(F32, 2, ROWS, features));
  }

  void constant(TensorProto constant) {
    List<Long> dimensions = constant.getDimsList();
    int rank = dimensions.size();
    if (rank > 2 || constant.getDataType() == DataType.INT64.getNumber()) {
      sequences.constant(constant);
      return;
    }
    long columns = rank == 0 ? 1 : dimensions.get(rank - 1);
    long rows = rank == 2 ? dimensions.get(0) : 1;
    known.put(constant.getName(), new Shape(constant.getDataType(), rank, rows, columns));
    if (constant.getDataType() == F32) {
      sequences.constant(constant);
    }
  }

  /** Columns of a value that has a row for each row scored. */
  int columns(String name) {
    Shape shape = known.get(name);
    if (shape == null || shape.rows() != ROWS) {
      throw new RefusedModelException(
          Reason.GRAPH, "value '" + name + "' does not depend on the rows", LoadGuard.EXPORT_AGAIN);
    }
    return (int) shape.columns();
  }

  void trees(NodeProto node, long targets) {
    Shape rows = flat(node, node.getInput(0));
    if (rows.type() != F32) {
      throw refuse(node, "reads no float32");
    }
    put(node, new Shape(F32, 2, ROWS, targets));
  }

  void apply(NodeProto node, Map<String, AttributeProto> attributes) {
    if (SequenceShapes.OPERATORS.contains(node.getOpType())) {
      sequence(node, attributes);
      return;
    }
    List<Shape> in = node.getInputList().stream().map(name -> flat(node, name)).toList();
    Shape first = in.get(0);
    put(
        node,
        switch (node.getOpType()) {
          case "Cast" -> cast(node, first, attributes.get("to").getI());
          case "IsNaN" -> new Shape(BOOL, real(node, first).rank(), first.rows(), first.columns());
          case "Log", "Sigmoid", "Shrink" -> real(node, first);
          case "Softmax" -> softmax(node, first, attributes.get("axis").getI());
          case "Where" -> where(node, in);
          case "Less" -> less(wide(node, real(node, first), in.get(1)));
          case "Clip" -> clip(node, in);
          case "MatMul" -> multiply(node, first, in.get(1));
          default -> wide(node, real(node, first), in.get(1));
        });
  }

  private void sequence(NodeProto node, Map<String, AttributeProto> attributes) {
    if (node.getOpType().equals("Reshape")) {
      Shape rows = flat(node, node.getInput(0));
      if (rows.type() != F32 || rows.rank() != 2 || rows.rows() != ROWS) {
        throw refuse(node, "makes no sequence of " + text(rows));
      }
      sequences.reshape(node, rows.columns());
      return;
    }
    sequences
        .apply(node, attributes)
        .ifPresent(columns -> put(node, new Shape(F32, 2, ROWS, columns)));
  }

  private Shape flat(NodeProto node, String name) {
    Shape shape = known.get(name);
    if (shape == null) {
      throw refuse(node, "reads '" + name + "', which is no table");
    }
    return shape;
  }

  /** The result has one float32 for each row and output, made from the rows. */
  void result(int outputs) {
    Shape last = known.get(Signature.OUTPUT);
    if (last == null || !last.equals(new Shape(F32, 2, ROWS, outputs))) {
      throw new RefusedModelException(
          Reason.SIGNATURE,
          "the graph makes "
              + (last == null ? "a sequence" : text(last))
              + " as '"
              + Signature.OUTPUT
              + "'",
          "float32 [rows, " + outputs + "] is needed, as the metadata says");
    }
  }

  private static Shape cast(NodeProto node, Shape value, long type) {
    if (type != F32 && type != F64) {
      throw refuse(node, "makes elements of type " + type);
    }
    return new Shape((int) type, value.rank(), value.rows(), value.columns());
  }

  private static Shape softmax(NodeProto node, Shape value, long axis) {
    if (value.rank() != 2 || axis != 1 && axis != -1) {
      throw refuse(node, "does not run along each row");
    }
    return real(node, value);
  }

  private static Shape less(Shape joined) {
    return new Shape(BOOL, joined.rank(), joined.rows(), joined.columns());
  }

  private static Shape where(NodeProto node, List<Shape> in) {
    if (in.get(0).type() != BOOL) {
      throw refuse(node, "tests no truth values");
    }
    Shape chosen = wide(node, real(node, in.get(1)), in.get(2));
    Shape test = in.get(0);
    return wide(node, chosen, new Shape(chosen.type(), test.rank(), test.rows(), test.columns()));
  }

  private static Shape clip(NodeProto node, List<Shape> in) {
    for (Shape bound : in.subList(1, 3)) {
      if (bound.rank() != 0 || bound.type() != in.get(0).type()) {
        throw refuse(node, "has bounds that are no scalars of its type");
      }
    }
    return real(node, in.get(0));
  }

  private static Shape multiply(NodeProto node, Shape left, Shape right) {
    if (left.rank() != 2
        || right.rank() != 2
        || right.rows() != left.columns()
        || real(node, left).type() != right.type()) {
      throw refuse(node, "multiplies " + text(left) + " by " + text(right));
    }
    return new Shape(left.type(), 2, left.rows(), right.columns());
  }

  private static Shape wide(NodeProto node, Shape left, Shape right) {
    if (left.type() != right.type()) {
      throw refuse(node, "mixes element types");
    }
    return new Shape(
        left.type(),
        Math.max(left.rank(), right.rank()),
        wide(node, left, right, left.rows(), right.rows()),
        wide(node, left, right, left.columns(), right.columns()));
  }

  private static long wide(NodeProto node, Shape left, Shape right, long one, long other) {
    if (one != other && one != 1 && other != 1) {
      throw refuse(node, "joins " + text(left) + " with " + text(right));
    }
    return one == 1 ? other : one;
  }

  private static Shape real(NodeProto node, Shape value) {
    if (value.type() != F32 && value.type() != F64) {
      throw refuse(node, "computes with truth values");
    }
    return value;
  }

  private void put(NodeProto node, Shape shape) {
    if (shape.columns() > COLUMNS || shape.rows() > COLUMNS) {
      throw new RefusedModelException(
          Reason.SIZE,
          "operator " + node.getName() + " makes " + text(shape) + ", above " + COLUMNS,
          "use fewer columns or classes");
    }
    known.put(node.getOutput(0), shape);
  }

  private static String text(Shape shape) {
    return DataType.forNumber(shape.type())
        + " ["
        + (shape.rows() == ROWS ? "rows" : shape.rows())
        + ", "
        + shape.columns()
        + "]";
  }

  private static RefusedModelException refuse(NodeProto node, String problem) {
    return new RefusedModelException(
        Reason.GRAPH, "operator " + node.getName() + " " + problem, LoadGuard.EXPORT_AGAIN);
  }
}
