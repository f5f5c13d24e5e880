package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A tree operator whose one tree is a long branch: the runtime would run out of stack on it. */
final class DeepTree {
  private DeepTree() {}

  /** A tree that is one long branch. */
  static NodeProto of(OnnxArtifact trees, int depth, SplittableRandom random) {
    String[] names = {
      "nodes_treeids",
      "nodes_nodeids",
      "nodes_featureids",
      "nodes_truenodeids",
      "nodes_falsenodeids",
      "nodes_missing_value_tracks_true"
    };
    long[][] values = new long[names.length][2 * depth + 1];
    AttributeProto.Builder modes =
        BadFiles.attribute(BadFiles.builder(trees), "nodes_modes").clearStrings();
    AttributeProto.Builder tests =
        BadFiles.attribute(BadFiles.builder(trees), "nodes_values").clearFloats();
    NodeProto.Builder node = BadFiles.builder(trees).getGraphBuilder().getNodeBuilder(0);
    AttributeProto.Builder leafTrees =
        BadFiles.attribute(BadFiles.builder(trees), "target_treeids").clearInts();
    AttributeProto.Builder leafNodes =
        BadFiles.attribute(BadFiles.builder(trees), "target_nodeids").clearInts();
    AttributeProto.Builder leafOutputs =
        BadFiles.attribute(BadFiles.builder(trees), "target_ids").clearInts();
    AttributeProto.Builder leafValues =
        BadFiles.attribute(BadFiles.builder(trees), "target_weights").clearFloats();
    for (int at = 0; at <= 2 * depth; at++) {
      boolean leaf = at % 2 == 1 || at == 2 * depth;
      values[1][at] = at;
      values[3][at] = leaf ? 0 : at + 1;
      values[4][at] = leaf ? 0 : at + 2;
      tests.addFloats(leaf ? 0 : random.nextInt(9));
      modes.addStrings(ByteString.copyFromUtf8(leaf ? "LEAF" : "BRANCH_LT"));
      if (leaf) {
        leafTrees.addInts(0);
        leafNodes.addInts(at);
        leafOutputs.addInts(0);
        leafValues.addFloats(1);
      }
    }
    node.clearAttribute();
    for (int name = 0; name < names.length; name++) {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName(names[name])
              .setType(AttributeProto.AttributeType.INTS)
              .addAllInts(Arrays.stream(values[name]).boxed().toList()));
    }
    for (String kept : new String[] {"n_targets", "aggregate_function", "post_transform"}) {
      node.addAttribute(BadFiles.attribute(BadFiles.builder(trees), kept));
    }
    return node.addAttribute(modes)
        .addAttribute(tests)
        .addAttribute(leafTrees)
        .addAttribute(leafNodes)
        .addAttribute(leafOutputs)
        .addAttribute(leafValues)
        .setOutput(0, Signature.OUTPUT)
        .build();
  }
}
