package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import com.google.protobuf.ByteString;
import java.util.List;
import org.tidemark.models.form.Tree;

/**
 * Writes trees as the attributes of ai.onnx.ml {@code TreeEnsembleRegressor}: one entry per node in
 * {@code nodes_*}, one per leaf in {@code target_*}.
 */
final class TreeAttributes {
  private final AttributeProto.Builder treeIds = integers("nodes_treeids");
  private final AttributeProto.Builder nodeIds = integers("nodes_nodeids");
  private final AttributeProto.Builder features = integers("nodes_featureids");
  private final AttributeProto.Builder thresholds = floats("nodes_values");
  private final AttributeProto.Builder lefts = integers("nodes_truenodeids");
  private final AttributeProto.Builder rights = integers("nodes_falsenodeids");
  private final AttributeProto.Builder missingLeft = integers("nodes_missing_value_tracks_true");
  private final AttributeProto.Builder modes =
      AttributeProto.newBuilder()
          .setName("nodes_modes")
          .setType(AttributeProto.AttributeType.STRINGS);
  private final AttributeProto.Builder leafTrees = integers("target_treeids");
  private final AttributeProto.Builder leafNodes = integers("target_nodeids");
  private final AttributeProto.Builder leafOutputs = integers("target_ids");
  private final AttributeProto.Builder leafValues = floats("target_weights");

  private TreeAttributes() {}

  static List<AttributeProto> write(List<Tree> trees, int outputs) {
    TreeAttributes all = new TreeAttributes();
    for (int tree = 0; tree < trees.size(); tree++) {
      all.add(tree, trees.get(tree));
    }
    return List.of(
        Graph.integer("n_targets", outputs),
        text("aggregate_function", "SUM"),
        text("post_transform", "NONE"),
        all.treeIds.build(),
        all.nodeIds.build(),
        all.features.build(),
        all.thresholds.build(),
        all.modes.build(),
        all.lefts.build(),
        all.rights.build(),
        all.missingLeft.build(),
        all.leafTrees.build(),
        all.leafNodes.build(),
        all.leafOutputs.build(),
        all.leafValues.build());
  }

  private void add(int id, Tree tree) {
    for (int at = 0; at < tree.nodes().size(); at++) {
      treeIds.addInts(id);
      nodeIds.addInts(at);
      if (tree.nodes().get(at) instanceof Tree.Split split) {
        modes.addStrings(ByteString.copyFromUtf8("BRANCH_LT"));
        features.addInts(split.feature());
        thresholds.addFloats(split.threshold());
        lefts.addInts(split.left());
        rights.addInts(split.right());
        missingLeft.addInts(split.missingGoesLeft() ? 1 : 0);
      } else if (tree.nodes().get(at) instanceof Tree.Leaf leaf) {
        modes.addStrings(ByteString.copyFromUtf8("LEAF"));
        features.addInts(0);
        thresholds.addFloats(0);
        lefts.addInts(0);
        rights.addInts(0);
        missingLeft.addInts(0);
        leafTrees.addInts(id);
        leafNodes.addInts(at);
        leafOutputs.addInts(tree.output());
        leafValues.addFloats(leaf.value());
      }
    }
  }

  private static AttributeProto.Builder integers(String name) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
  }

  private static AttributeProto.Builder floats(String name) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOATS);
  }

  private static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }
}
