package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An operator that may stand in a model file.
 *
 * @param fewest inputs
 * @param most inputs
 * @param attributes those that it may have, with their types; none holds a graph
 * @param needed those that it must have
 */
record Operator(int fewest, int most, Map<String, AttributeType> attributes, Set<String> needed) {
  private static final int MANY = 64;

  /** Operators of ai.onnx in files that {@link OnnxExport} writes. */
  static final Map<String, Operator> OWN =
      Map.ofEntries(
          Map.entry("Cast", plain(1, 1).with("to", AttributeType.INT).need("to")),
          Map.entry("IsNaN", plain(1, 1)),
          Map.entry("Log", plain(1, 1)),
          Map.entry("Less", plain(2, 2)),
          Map.entry("Where", plain(3, 3)),
          Map.entry("Add", plain(2, 2)),
          Map.entry("Sub", plain(2, 2)),
          Map.entry("Mul", plain(2, 2)),
          Map.entry("Div", plain(2, 2)),
          Map.entry("Clip", plain(3, 3)),
          Map.entry("MatMul", plain(2, 2)),
          Map.entry("Sigmoid", plain(1, 1)),
          Map.entry("Shrink", plain(1, 1).with("lambd", AttributeType.FLOAT).need("lambd")),
          Map.entry("Softmax", plain(1, 1).with("axis", AttributeType.INT).need("axis")),
          Map.entry("Reshape", plain(2, 2)),
          Map.entry("Conv", plain(3, 3)),
          Map.entry("Transpose", plain(1, 1).with("perm", AttributeType.INTS).need("perm")),
          Map.entry("LSTM", plain(4, 4).with("hidden_size", AttributeType.INT).need("hidden_size")),
          Map.entry("Squeeze", plain(2, 2)));

  /** Operators of ai.onnx in imported files. */
  static final Map<String, Operator> IMPORTED = imported();

  /**
   * Operators of ai.onnx.ml in imported files, but tree ensembles, which have rules of their own.
   */
  static final Map<String, Operator> IMPORTED_ML =
      Map.of(
          "LinearClassifier",
          plain(1, 1)
              .with("coefficients", AttributeType.FLOATS)
              .with("intercepts", AttributeType.FLOATS)
              .with("classlabels_ints", AttributeType.INTS)
              .with("classlabels_strings", AttributeType.STRINGS)
              .with("multi_class", AttributeType.INT)
              .with("post_transform", AttributeType.STRING)
              .need("coefficients"),
          "LinearRegressor",
          plain(1, 1)
              .with("coefficients", AttributeType.FLOATS)
              .with("intercepts", AttributeType.FLOATS)
              .with("targets", AttributeType.INT)
              .with("post_transform", AttributeType.STRING)
              .need("coefficients"),
          "Scaler",
          plain(1, 1)
              .with("offset", AttributeType.FLOATS)
              .with("scale", AttributeType.FLOATS)
              .need("offset")
              .need("scale"),
          "Normalizer",
          plain(1, 1).with("norm", AttributeType.STRING),
          "Imputer",
          plain(1, 1)
              .with("imputed_value_floats", AttributeType.FLOATS)
              .with("replaced_value_float", AttributeType.FLOAT)
              .need("imputed_value_floats"));

  private static Map<String, Operator> imported() {
    Map<String, Operator> all = new TreeMap<>(OWN);
    for (String unary :
        new String[] {
          "Abs", "Neg", "Exp", "Sqrt", "Relu", "Tanh", "Erf", "Not", "Identity", "Softplus"
        }) {
      all.put(unary, plain(1, 1));
    }
    for (String binary : new String[] {"Pow", "Equal", "Greater"}) {
      all.put(binary, plain(2, 2));
    }
    AttributeType one = AttributeType.INT;
    AttributeType several = AttributeType.INTS;
    AttributeType real = AttributeType.FLOAT;
    all.put("Max", plain(1, MANY));
    all.put("Min", plain(1, MANY));
    all.put("Clip", plain(1, 3));
    all.put("Softmax", plain(1, 1).with("axis", one));
    all.put("LeakyRelu", plain(1, 1).with("alpha", real));
    all.put("Elu", plain(1, 1).with("alpha", real));
    all.put(
        "Gemm",
        plain(2, 3).with("alpha", real).with("beta", real).with("transA", one).with("transB", one));
    all.put("Concat", plain(1, MANY).with("axis", one).need("axis"));
    all.put("Reshape", plain(2, 2).with("allowzero", one));
    all.put("Flatten", plain(1, 1).with("axis", one));
    all.put("Squeeze", plain(1, 2));
    all.put("Unsqueeze", plain(2, 2));
    all.put("Transpose", plain(1, 1).with("perm", several));
    all.put("Gather", plain(2, 2).with("axis", one));
    all.put("Slice", plain(3, 5));
    all.put("ReduceSum", plain(1, 2).with("keepdims", one).with("noop_with_empty_axes", one));
    all.put("ReduceMean", plain(1, 2).with("keepdims", one).with("axes", several));
    all.put("BatchNormalization", plain(5, 5).with("epsilon", real).with("momentum", real));
    all.put(
        "Conv",
        plain(2, 3)
            .with("kernel_shape", several)
            .with("pads", several)
            .with("strides", several)
            .with("dilations", several)
            .with("group", one));
    Operator recurrent =
        plain(3, 8)
            .with("hidden_size", one)
            .with("direction", AttributeType.STRING)
            .with("layout", one)
            .need("hidden_size");
    all.put("LSTM", recurrent);
    all.put("GRU", recurrent.with("linear_before_reset", one));
    return Collections.unmodifiableMap(all);
  }

  private static Operator plain(int fewest, int most) {
    return new Operator(fewest, most, Map.of(), Set.of());
  }

  private Operator with(String name, AttributeType type) {
    Map<String, AttributeType> more = new TreeMap<>(attributes);
    more.put(name, type);
    return new Operator(fewest, most, more, needed);
  }

  private Operator need(String name) {
    Set<String> more = new java.util.TreeSet<>(needed);
    more.add(name);
    return new Operator(fewest, most, attributes, more);
  }
}
