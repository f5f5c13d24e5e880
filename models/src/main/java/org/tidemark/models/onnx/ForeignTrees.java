package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.tidemark.models.onnx.RefusedModelException.Reason;

/**
 * Tree tables of other programs in the order that {@link TreeCheck} wants: by tree, then node; with
 * a side for missing values, and without hit rates, which score nothing.
 */
final class ForeignTrees {
  private static final String MISSING = "nodes_missing_value_tracks_true";

  private ForeignTrees() {}

  static List<AttributeProto> attributes(NodeProto node) {
    Map<String, AttributeProto> found = new HashMap<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      found.put(attribute.getName(), attribute);
    }
    AttributeProto trees = need(found, "nodes_treeids");
    AttributeProto nodes = need(found, "nodes_nodeids");
    int count = trees.getIntsCount();
    if (nodes.getIntsCount() != count) {
      throw refuse("nodes_nodeids has " + nodes.getIntsCount() + " entries of " + count);
    }
    List<Integer> order =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.<Integer>comparingLong(trees::getInts).thenComparing(nodes::getInts))
            .toList();
    List<AttributeProto> made = new ArrayList<>();
    if (!found.containsKey(MISSING)) {
      AttributeProto.Builder right =
          AttributeProto.newBuilder().setName(MISSING).setType(AttributeProto.AttributeType.INTS);
      order.forEach(at -> right.addInts(0));
      made.add(right.build());
    }
    Set<String> dropped = Set.of("nodes_hitrates");
    for (AttributeProto attribute : node.getAttributeList()) {
      if (!dropped.contains(attribute.getName())) {
        made.add(
            attribute.getName().startsWith("nodes_")
                ? sorted(attribute, order)
                : attribute.toBuilder().clearDocString().build());
      }
    }
    return made;
  }

  private static AttributeProto sorted(AttributeProto attribute, List<Integer> order) {
    AttributeProto.Builder made =
        AttributeProto.newBuilder().setName(attribute.getName()).setType(attribute.getType());
    int count = attribute.getIntsCount() + attribute.getFloatsCount() + attribute.getStringsCount();
    if (count != order.size()) {
      throw refuse(attribute.getName() + " has " + count + " entries of " + order.size());
    }
    for (int at : order) {
      switch (attribute.getType()) {
        case INTS -> made.addInts(attribute.getInts(at));
        case FLOATS -> made.addFloats(attribute.getFloats(at));
        case STRINGS -> made.addStrings(attribute.getStrings(at));
        default -> throw refuse(attribute.getName() + " is no list of numbers or names");
      }
    }
    return made.build();
  }

  private static AttributeProto need(Map<String, AttributeProto> found, String name) {
    if (!found.containsKey(name)) {
      throw refuse("attribute " + name + " is absent");
    }
    return found.get(name);
  }

  private static RefusedModelException refuse(String problem) {
    return new RefusedModelException(
        Reason.TREE, problem, "export it again from the program that made it");
  }
}
