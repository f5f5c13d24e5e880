package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tidemark.models.onnx.RefusedModelException.Reason;

/**
 * Columns of the values of an imported graph, as far as they are those of the input: what trees,
 * linear models and scalers read must be known, because the runtime trusts their tables.
 */
final class Widths {
  private static final Set<String> KEEPS =
      Set.of("Cast", "Identity", "Scaler", "Normalizer", "Imputer", "Relu", "Tanh", "Sigmoid");
  private static final long LARGEST = 65_536;

  private final Map<String, Integer> known = new HashMap<>();

  Widths(int features) {
    known.put(Signature.INPUT, features);
  }

  /** Columns that the node reads. */
  int read(NodeProto node) {
    return Optional.ofNullable(known.get(node.getInput(0)))
        .orElseThrow(
            () ->
                refuse(
                    node,
                    "reads a value of unknown width; it must read the input, scaled or imputed at"
                        + " most"));
  }

  void apply(NodeProto node, Map<String, AttributeProto> attributes) {
    for (AttributeProto attribute : attributes.values()) {
      boolean large = Math.abs(attribute.getI()) > LARGEST;
      if (large || attribute.getIntsList().stream().anyMatch(i -> i < -LARGEST || i > LARGEST)) {
        throw refuse(node, "has a number above " + LARGEST + " in " + attribute.getName());
      }
    }
    switch (node.getOpType()) {
      case "LinearRegressor", "LinearClassifier" -> linear(node, attributes);
      case "Scaler" -> {
        each(node, attributes, "offset");
        each(node, attributes, "scale");
      }
      case "Imputer" -> each(node, attributes, "imputed_value_floats");
      default -> {}
    }
    if (KEEPS.contains(node.getOpType()) && known.containsKey(node.getInput(0))) {
      known.put(node.getOutput(0), known.get(node.getInput(0)));
    }
  }

  private void linear(NodeProto node, Map<String, AttributeProto> attributes) {
    boolean regressor = node.getOpType().equals("LinearRegressor");
    int width = read(node);
    int coefficients = finite(node, attributes.get("coefficients"));
    int intercepts =
        attributes.containsKey("intercepts") ? finite(node, attributes.get("intercepts")) : 0;
    long outputs =
        regressor && attributes.containsKey("targets")
            ? attributes.get("targets").getI()
            : regressor ? 1 : coefficients / width;
    if (outputs < 1
        || coefficients != outputs * width
        || intercepts != 0 && intercepts != outputs) {
      throw refuse(
          node,
          "has %d coefficients and %d intercepts for %d columns"
              .formatted(coefficients, intercepts, width));
    }
    if (!regressor) {
      int labels = labels(attributes, "classlabels_ints", "classlabels_strings");
      if (labels != outputs && !(labels == 2 && outputs == 1)) {
        throw refuse(node, "names " + labels + " classes for " + outputs);
      }
    }
  }

  private static int labels(Map<String, AttributeProto> attributes, String ints, String strings) {
    int count = 0;
    if (attributes.containsKey(ints)) {
      count += attributes.get(ints).getIntsCount();
    }
    if (attributes.containsKey(strings)) {
      count += attributes.get(strings).getStringsCount();
    }
    return count;
  }

  private void each(NodeProto node, Map<String, AttributeProto> attributes, String name) {
    int count = finite(node, attributes.get(name));
    int width = read(node);
    if (count != 1 && count != width) {
      throw refuse(node, "has %d numbers in %s for %d columns".formatted(count, name, width));
    }
  }

  private static int finite(NodeProto node, AttributeProto attribute) {
    for (int at = 0; at < attribute.getFloatsCount(); at++) {
      if (!Float.isFinite(attribute.getFloats(at))) {
        throw refuse(node, "has a number in " + attribute.getName() + " that is not finite");
      }
    }
    return attribute.getFloatsCount();
  }

  private static RefusedModelException refuse(NodeProto node, String problem) {
    return new RefusedModelException(
        Reason.GRAPH, "operator " + node.getOpType() + " " + problem, "export the model anew");
  }
}
