package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tidemark.models.onnx.RefusedModelException.Reason;

/** The part of {@link LoadGuard} that walks the trees of one {@code TreeEnsembleRegressor}. */
final class TreeCheck {
  private static final Map<String, AttributeType> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("n_targets", AttributeType.INT),
          Map.entry("aggregate_function", AttributeType.STRING),
          Map.entry("post_transform", AttributeType.STRING),
          Map.entry("nodes_treeids", AttributeType.INTS),
          Map.entry("nodes_nodeids", AttributeType.INTS),
          Map.entry("nodes_featureids", AttributeType.INTS),
          Map.entry("nodes_values", AttributeType.FLOATS),
          Map.entry("nodes_modes", AttributeType.STRINGS),
          Map.entry("nodes_truenodeids", AttributeType.INTS),
          Map.entry("nodes_falsenodeids", AttributeType.INTS),
          Map.entry("nodes_missing_value_tracks_true", AttributeType.INTS),
          Map.entry("target_treeids", AttributeType.INTS),
          Map.entry("target_nodeids", AttributeType.INTS),
          Map.entry("target_ids", AttributeType.INTS),
          Map.entry("target_weights", AttributeType.FLOATS));
  private static final ByteString LEAF = ByteString.copyFromUtf8("LEAF");
  private static final List<ByteString> SPLITS =
      List.of(ByteString.copyFromUtf8("BRANCH_LT"), ByteString.copyFromUtf8("BRANCH_LEQ"));

  private record Place(long tree, long node) {}

  private final Map<String, AttributeProto> found = new HashMap<>();
  private final Map<Place, Integer> places = new HashMap<>();
  private final int features;
  private final int limit;

  TreeCheck(NodeProto node, int features, int limit) {
    this.features = features;
    this.limit = limit;
    for (AttributeProto attribute : node.getAttributeList()) {
      if (ATTRIBUTES.get(attribute.getName()) != attribute.getType()
          || found.put(attribute.getName(), attribute) != null) {
        throw new RefusedModelException(
            Reason.OPERATOR,
            "trees have attribute " + attribute.getName() + " of type " + attribute.getType(),
            LoadGuard.EXPORT_AGAIN);
      }
    }
    for (String name : ATTRIBUTES.keySet()) {
      if (!found.containsKey(name)) {
        throw refuse("attribute " + name + " is absent");
      }
    }
  }

  void check() {
    if (!found.get("aggregate_function").getS().toStringUtf8().equals("SUM")
        || !found.get("post_transform").getS().toStringUtf8().equals("NONE")) {
      throw refuse("leaves are not summed plainly");
    }
    int nodes = found.get("nodes_treeids").getIntsCount();
    if (nodes > limit) {
      throw new RefusedModelException(
          Reason.SIZE,
          nodes + " tree nodes exceed the limit of " + limit,
          "fit fewer or shallower trees");
    }
    sameLength("nodes_", nodes);
    sameLength("target_", found.get("target_treeids").getIntsCount());
    for (int at = 0; at < nodes; at++) {
      Place place = new Place(ints("nodes_treeids", at), ints("nodes_nodeids", at));
      if (places.put(place, at) != null) {
        throw refuse("node " + place.node() + " of tree " + place.tree() + " occurs twice");
      }
    }
    int[] leaves = children(nodes);
    leaves(leaves);
  }

  private void sameLength(String prefix, int length) {
    for (AttributeProto attribute : found.values()) {
      int size =
          switch (attribute.getType()) {
            case INTS -> attribute.getIntsCount();
            case FLOATS -> attribute.getFloatsCount();
            case STRINGS -> attribute.getStringsCount();
            default -> length;
          };
      if (attribute.getName().startsWith(prefix) && size != length) {
        throw refuse(attribute.getName() + " has " + size + " entries of " + length);
      }
    }
  }

  /**
   * Every child exists in its own tree and has one parent; each tree has one node without parent,
   * its first, and no circle.
   *
   * @return 1 for each node that is a leaf
   */
  private int[] children(int nodes) {
    int[] parent = new int[nodes];
    Arrays.fill(parent, -1);
    int[] leaf = new int[nodes];
    for (int at = 0; at < nodes; at++) {
      ByteString mode = found.get("nodes_modes").getStrings(at);
      if (mode.equals(LEAF)) {
        leaf[at] = 1;
        continue;
      }
      if (!SPLITS.contains(mode)) {
        throw refuse("node mode " + mode.toStringUtf8() + " is not on the list");
      }
      long column = ints("nodes_featureids", at);
      if (column < 0 || column >= features) {
        throw refuse("a split tests column " + column + " of " + features);
      }
      if (!Float.isFinite(found.get("nodes_values").getFloats(at))) {
        throw refuse("a threshold is not finite");
      }
      claim(parent, at, ints("nodes_truenodeids", at));
      claim(parent, at, ints("nodes_falsenodeids", at));
    }
    reach(parent);
    return leaf;
  }

  private void claim(int[] parent, int at, long child) {
    long tree = ints("nodes_treeids", at);
    Integer place = places.get(new Place(tree, child));
    if (place == null) {
      throw refuse("tree " + tree + " has no node " + child + ", which a split names");
    }
    if (parent[place] != -1) {
      throw refuse("node " + child + " of tree " + tree + " has two parents");
    }
    parent[place] = at;
  }

  /**
   * Each node climbs to a root without meeting itself; roots are the first nodes of their trees.
   */
  private void reach(int[] parent) {
    boolean[] safe = new boolean[parent.length];
    Set<Long> started = new HashSet<>();
    for (int at = 0; at < parent.length; at++) {
      long tree = ints("nodes_treeids", at);
      if (started.add(tree) != (parent[at] == -1)) {
        throw refuse("the first node of tree " + tree + ", and no other, must be its root");
      }
      int steps = 0;
      int up = at;
      while (!safe[up] && parent[up] != -1) {
        up = parent[up];
        if (++steps > parent.length) {
          throw refuse("tree " + tree + " runs in a circle");
        }
      }
      for (int back = at; !safe[back]; back = parent[back]) {
        safe[back] = true;
        if (parent[back] == -1) {
          break;
        }
      }
    }
  }

  private void leaves(int[] leaf) {
    long targets = found.get("n_targets").getI();
    AttributeProto trees = found.get("target_treeids");
    for (int at = 0; at < trees.getIntsCount(); at++) {
      Integer place = places.get(new Place(trees.getInts(at), ints("target_nodeids", at)));
      if (place == null || leaf[place] == 0) {
        throw refuse("a value belongs to node " + ints("target_nodeids", at) + ", not a leaf");
      }
      leaf[place] = 2;
      if (ints("target_ids", at) < 0 || ints("target_ids", at) >= targets) {
        throw refuse("a leaf adds to output " + ints("target_ids", at) + " of " + targets);
      }
      if (!Float.isFinite(found.get("target_weights").getFloats(at))) {
        throw refuse("a leaf value is not finite");
      }
    }
    for (int state : leaf) {
      if (state == 1) {
        throw refuse("a leaf has no value");
      }
    }
  }

  private long ints(String name, int at) {
    return found.get(name).getInts(at);
  }

  private static RefusedModelException refuse(String problem) {
    return new RefusedModelException(Reason.TREE, problem, LoadGuard.EXPORT_AGAIN);
  }
}
