package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.Tree;
import org.tidemark.models.form.TreeEnsemble;

/**
 * Reads the trees of a file that passed {@link LoadGuard}, where the file is nothing but a sum of
 * trees and a link. The base is 0: files keep theirs as a leading tree.
 */
final class TreeReader {
  /** Larger sums are not read: they would fill memory for little. */
  private static final int NODES = 1_000_000;

  private final Map<String, AttributeProto> found = new HashMap<>();
  private final int[] starts;
  private final int[] leafOf;

  private TreeReader(NodeProto node) {
    node.getAttributeList().forEach(attribute -> found.put(attribute.getName(), attribute));
    this.starts = starts();
    this.leafOf = new int[found.get("nodes_treeids").getIntsCount()];
  }

  /** The sum of trees; empty if the file computes anything else. */
  static Optional<TreeEnsemble> read(ModelProto model, int features) {
    List<NodeProto> nodes = model.getGraph().getNodeList();
    if (nodes.isEmpty() || model.getGraph().getInitializerCount() > 0) {
      return Optional.empty();
    }
    NodeProto trees = nodes.get(0);
    Optional<Link> link =
        nodes.size() == 1
            ? Optional.of(Link.IDENTITY)
            : link(trees, nodes.subList(1, nodes.size()));
    if (!trees.getOpType().equals("TreeEnsembleRegressor")
        || !trees.getDomain().equals(Signature.ML_DOMAIN)
        || link.isEmpty()) {
      return Optional.empty();
    }
    TreeReader reader = new TreeReader(trees);
    return reader.leafOf.length > NODES ? Optional.empty() : reader.ensemble(features, link.get());
  }

  private static Optional<Link> link(NodeProto trees, List<NodeProto> chain) {
    NodeProto before = trees;
    for (NodeProto node : chain) {
      if (!node.getDomain().isEmpty() || !node.getInput(0).equals(before.getOutput(0))) {
        return Optional.empty();
      }
      before = node;
    }
    NodeProto first = chain.get(0);
    return switch (chain.stream().map(NodeProto::getOpType).collect(Collectors.joining(" "))) {
      case "Sigmoid" -> Optional.of(Link.SIGMOID);
      case "Shrink Sigmoid" ->
          first.getAttributeCount() == 1 && first.getAttribute(0).getF() == Link.INDISTINCT
              ? Optional.of(Link.FLOAT_SIGMOID)
              : Optional.empty();
      case "Softmax" ->
          first.getAttributeCount() == 1 && first.getAttribute(0).getI() == 1
              ? Optional.of(Link.SOFTMAX)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Optional<TreeEnsemble> ensemble(int features, Link link) {
    int outputs = (int) found.get("n_targets").getI();
    boolean fits = link == Link.SOFTMAX ? outputs >= 3 : outputs == 1;
    if (!fits || !text("aggregate_function", "SUM") || !text("post_transform", "NONE")) {
      return Optional.empty();
    }
    if (found.containsKey("base_values") || !oneValuePerLeaf()) {
      return Optional.empty();
    }
    List<Tree> trees = new ArrayList<>();
    for (int tree = 0; tree + 1 < starts.length; tree++) {
      Optional<Tree> read = tree(starts[tree], starts[tree + 1]);
      if (read.isEmpty()) {
        return Optional.empty();
      }
      trees.add(read.get());
    }
    return Optional.of(new TreeEnsemble(features, Collections.nCopies(outputs, 0f), trees, link));
  }

  private boolean text(String name, String wanted) {
    return !found.containsKey(name) || found.get(name).getS().toStringUtf8().equals(wanted);
  }

  /** Where each tree begins, and the end: the guard saw to it that they stand in order. */
  private int[] starts() {
    AttributeProto ids = found.get("nodes_treeids");
    int[] starts = new int[ids.getIntsCount() + 1];
    int trees = 0;
    for (int at = 0; at < ids.getIntsCount(); at++) {
      if (at == 0 || ids.getInts(at) != ids.getInts(at - 1)) {
        starts[trees++] = at;
      }
    }
    starts[trees++] = ids.getIntsCount();
    return Arrays.copyOf(starts, trees);
  }

  private boolean oneValuePerLeaf() {
    Arrays.fill(leafOf, -1);
    AttributeProto trees = found.get("target_treeids");
    for (int at = 0; at < trees.getIntsCount(); at++) {
      int place = place(trees.getInts(at), found.get("target_nodeids").getInts(at));
      if (leafOf[place] >= 0) {
        return false;
      }
      leafOf[place] = at;
    }
    return true;
  }

  private int place(long tree, long node) {
    int low = 0;
    int high = starts.length - 2;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (found.get("nodes_treeids").getInts(starts[middle]) <= tree) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return place(starts[low], starts[low + 1], node);
  }

  private int place(int from, int end, long node) {
    int low = from;
    int high = end - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (found.get("nodes_nodeids").getInts(middle) < node) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * In pre-order; empty if a split is none of {@code x < t} and {@code x <= t}, or mixes outputs.
   */
  private Optional<Tree> tree(int from, int end) {
    List<Integer> order = new ArrayList<>();
    int[] position = new int[end - from];
    ArrayDeque<Integer> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      int at = open.pop();
      position[at - from] = order.size();
      order.add(at);
      if (leafOf[at] < 0) {
        open.push(child("nodes_falsenodeids", from, end, at));
        open.push(child("nodes_truenodeids", from, end, at));
      }
    }
    List<Tree.Node> nodes = new ArrayList<>();
    long output = -1;
    for (int at : order) {
      if (leafOf[at] >= 0) {
        nodes.add(new Tree.Leaf(found.get("target_weights").getFloats(leafOf[at])));
        long adds = found.get("target_ids").getInts(leafOf[at]);
        if (output >= 0 && output != adds) {
          return Optional.empty();
        }
        output = adds;
        continue;
      }
      String mode = found.get("nodes_modes").getStrings(at).toStringUtf8();
      float value = found.get("nodes_values").getFloats(at);
      float threshold = mode.equals("BRANCH_LEQ") ? Math.nextUp(value) : value;
      if (!mode.equals("BRANCH_LT") && !mode.equals("BRANCH_LEQ") || Float.isInfinite(threshold)) {
        return Optional.empty();
      }
      nodes.add(
          new Tree.Split(
              (int) found.get("nodes_featureids").getInts(at),
              threshold,
              position[child("nodes_truenodeids", from, end, at) - from],
              position[child("nodes_falsenodeids", from, end, at) - from],
              found.get("nodes_missing_value_tracks_true").getInts(at) == 1));
    }
    return Optional.of(new Tree((int) output, nodes));
  }

  private int child(String side, int from, int end, int at) {
    return place(from, end, found.get(side).getInts(at));
  }
}
