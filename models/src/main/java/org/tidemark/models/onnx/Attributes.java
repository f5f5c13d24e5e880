package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.tidemark.models.onnx.RefusedModelException.Reason;

/** The attributes of a node, each once and of the one type that its name stands for. */
final class Attributes {
  private static final Set<String> ALWAYS = Set.of("name", "type", "doc_string");

  /** The field of the message in which a value of the type lies; other types are not let in. */
  private static final Map<AttributeType, String> FIELDS =
      Map.of(
          AttributeType.FLOAT, "f",
          AttributeType.INT, "i",
          AttributeType.STRING, "s",
          AttributeType.FLOATS, "floats",
          AttributeType.INTS, "ints",
          AttributeType.STRINGS, "strings");

  private Attributes() {}

  /** By name. */
  static Map<String, AttributeProto> of(
      NodeProto node, Map<String, AttributeType> allowed, Set<String> needed) {
    Map<String, AttributeProto> found = new HashMap<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      AttributeType type = attribute.getType();
      if (allowed.get(attribute.getName()) != type || !holdsOnly(attribute, FIELDS.get(type))) {
        throw new RefusedModelException(
            Reason.OPERATOR,
            "operator " + node.getOpType() + " has attribute " + attribute.getName() + " " + type,
            "allowed, each with a value of its own type alone, are " + allowed);
      }
      if (found.put(attribute.getName(), attribute) != null) {
        throw new RefusedModelException(
            Reason.OPERATOR,
            "operator " + node.getOpType() + " has attribute " + attribute.getName() + " twice",
            LoadGuard.EXPORT_AGAIN);
      }
    }
    for (String name : needed) {
      if (!found.containsKey(name)) {
        throw new RefusedModelException(
            Reason.OPERATOR,
            "operator " + node.getOpType() + " lacks attribute " + name,
            LoadGuard.EXPORT_AGAIN);
      }
    }
    return found;
  }

  /** A graph or tensor beside the value would reach the runtime unseen. */
  private static boolean holdsOnly(AttributeProto attribute, String field) {
    return attribute.getAllFields().keySet().stream()
        .allMatch(f -> ALWAYS.contains(f.getName()) || f.getName().equals(field));
  }
}
