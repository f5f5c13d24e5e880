package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tidemark.models.onnx.RefusedModelException.Reason;

/** The part of {@link LoadGuard} that walks the trees of one tree operator. */
final class TreeCheck {
  /** Deepest tree: the runtime builds trees by recursion, on a stack of its own. */
  static final int DEPTH = 256;

  private static final ByteString LEAF = ByteString.copyFromUtf8("LEAF");

  private final Map<String, AttributeProto> found;
  private final TreeTable table;
  private final Set<ByteString> splits;
  private final int features;
  private final int limit;
  private final long targets;
  private long[] keys = {};

  TreeCheck(NodeProto node, TreeTable table, int features, int limit) {
    this.table = table;
    this.features = features;
    this.limit = limit;
    this.splits = table.modes().stream().map(ByteString::copyFromUtf8).collect(Collectors.toSet());
    this.found = Attributes.of(node, table.attributes(), table.needed());
    this.targets =
        table.leaves().equals("target_")
            ? found.get("n_targets").getI()
            : count("classlabels_int64s") + count("classlabels_strings");
  }

  /** Checks everything and tells how many outputs there are. */
  long check() {
    if (!table.aggregates().contains(text("aggregate_function", "SUM"))
        || !table.transforms().contains(text("post_transform", "NONE"))) {
      throw refuse("leaves are not joined by " + table.aggregates() + ", " + table.transforms());
    }
    if (targets < 1 || targets > Shapes.COLUMNS) {
      throw refuse(targets + " outputs are not 1 to " + Shapes.COLUMNS);
    }
    int nodes = count("nodes_treeids");
    if (nodes > limit) {
      throw new RefusedModelException(
          Reason.SIZE,
          nodes + " tree nodes exceed the limit of " + limit,
          "fit fewer or shallower trees");
    }
    if (nodes == 0) {
      throw refuse("there are no trees");
    }
    sameLength("nodes_", nodes);
    sameLength(table.leaves(), count(table.leaves() + "treeids"));
    baseValues();
    keys(nodes);
    leaves(children(nodes));
    return targets;
  }

  private void sameLength(String prefix, int length) {
    for (String name : found.keySet()) {
      if (name.startsWith(prefix) && count(name) != length) {
        throw refuse(name + " has " + count(name) + " entries of " + length);
      }
    }
  }

  private int count(String name) {
    AttributeProto attribute = found.get(name);
    return attribute == null
        ? 0
        : attribute.getIntsCount() + attribute.getFloatsCount() + attribute.getStringsCount();
  }

  private String text(String name, String standard) {
    return found.containsKey(name) ? found.get(name).getS().toStringUtf8() : standard;
  }

  private void baseValues() {
    int count = count("base_values");
    if (count != 0 && count != targets && !(count == 1 && targets == 2)) {
      throw refuse("base_values has " + count + " entries for " + targets + " outputs");
    }
    for (int at = 0; at < count; at++) {
      if (!Float.isFinite(found.get("base_values").getFloats(at))) {
        throw refuse("a base value is not finite");
      }
    }
  }

  /** Trees and their nodes are numbered from 0, and stand in that order. */
  private void keys(int nodes) {
    keys = new long[nodes];
    for (int at = 0; at < nodes; at++) {
      keys[at] = key(ints("nodes_treeids", at), ints("nodes_nodeids", at));
      if (at > 0 && keys[at] <= keys[at - 1]) {
        throw refuse(
            "node %d of tree %d occurs twice or out of order"
                .formatted(ints("nodes_nodeids", at), ints("nodes_treeids", at)));
      }
    }
  }

  private static long key(long tree, long node) {
    if (tree < 0 || tree > Integer.MAX_VALUE || node < 0 || node > Integer.MAX_VALUE) {
      throw refuse("node " + node + " of tree " + tree + " has no number from 0 to 2^31 - 1");
    }
    return tree << 32 | node;
  }

  /** Entry of a node, or below 0 if there is none. */
  private int place(long tree, long node) {
    return Arrays.binarySearch(keys, key(tree, node));
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
      long column = ints("nodes_featureids", at);
      if (column < 0 || column >= features) {
        throw refuse("a node tests column " + column + " of " + features);
      }
      if (!Float.isFinite(found.get("nodes_values").getFloats(at))) {
        throw refuse("a threshold is not finite");
      }
      long missing = ints("nodes_missing_value_tracks_true", at);
      if (missing != 0 && missing != 1) {
        throw refuse("a missing value goes to side " + missing);
      }
      ByteString mode = found.get("nodes_modes").getStrings(at);
      if (mode.equals(LEAF)) {
        leaf[at] = 1;
        continue;
      }
      if (!splits.contains(mode)) {
        throw refuse("node mode " + mode.toStringUtf8() + " is not on the list");
      }
      claim(parent, at, ints("nodes_truenodeids", at));
      claim(parent, at, ints("nodes_falsenodeids", at));
    }
    reach(parent);
    return leaf;
  }

  private void claim(int[] parent, int at, long child) {
    long tree = ints("nodes_treeids", at);
    int place = place(tree, child);
    if (place < 0) {
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
    int[] depth = new int[parent.length]; // 0 while it is not known, 1 for a root
    for (int at = 0; at < parent.length; at++) {
      long tree = ints("nodes_treeids", at);
      boolean first = at == 0 || ints("nodes_treeids", at - 1) != tree;
      if (first != (parent[at] == -1)) {
        throw refuse("the first node of tree " + tree + ", and no other, must be its root");
      }
      int steps = 0;
      int up = at;
      while (depth[up] == 0 && parent[up] != -1) {
        up = parent[up];
        if (++steps > parent.length) {
          throw refuse("tree " + tree + " runs in a circle");
        }
      }
      depth[up] = Math.max(depth[up], 1);
      if (depth[up] + steps > DEPTH) {
        throw new RefusedModelException(
            Reason.SIZE,
            "tree " + tree + " is deeper than " + DEPTH + " nodes",
            "fit shallower trees");
      }
      int known = depth[up] + steps;
      for (int back = at; depth[back] == 0; back = parent[back]) {
        depth[back] = known--;
      }
    }
  }

  private void leaves(int[] leaf) {
    AttributeProto trees = found.get(table.leaves() + "treeids");
    for (int at = 0; at < trees.getIntsCount(); at++) {
      int place = place(trees.getInts(at), leaf("nodeids", at));
      if (place < 0 || leaf[place] == 0) {
        throw refuse("a value belongs to node " + leaf("nodeids", at) + ", not a leaf");
      }
      leaf[place] = 2;
      if (leaf("ids", at) < 0 || leaf("ids", at) >= targets) {
        throw refuse("a leaf adds to output " + leaf("ids", at) + " of " + targets);
      }
      if (!Float.isFinite(found.get(table.leaves() + "weights").getFloats(at))) {
        throw refuse("a leaf value is not finite");
      }
    }
    for (int state : leaf) {
      if (state == 1) {
        throw refuse("a leaf has no value");
      }
    }
  }

  private long leaf(String name, int at) {
    return ints(table.leaves() + name, at);
  }

  private long ints(String name, int at) {
    return found.get(name).getInts(at);
  }

  private static RefusedModelException refuse(String problem) {
    return new RefusedModelException(Reason.TREE, problem, LoadGuard.EXPORT_AGAIN);
  }
}
