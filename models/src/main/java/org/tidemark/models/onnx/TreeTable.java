package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a tree operator writes down its trees.
 *
 * @param leaves prefix of the attributes that hold the values of leaves
 * @param attributes those that it may have, with their types
 * @param needed those that it must have
 * @param modes tests that a node may make
 * @param aggregates ways to join trees
 * @param transforms what may be done to the joined values
 */
record TreeTable(
    String leaves,
    Map<String, AttributeType> attributes,
    Set<String> needed,
    Set<String> modes,
    Set<String> aggregates,
    Set<String> transforms) {
  private static final Map<String, AttributeType> NODES =
      Map.of(
          "nodes_treeids", AttributeType.INTS,
          "nodes_nodeids", AttributeType.INTS,
          "nodes_featureids", AttributeType.INTS,
          "nodes_values", AttributeType.FLOATS,
          "nodes_modes", AttributeType.STRINGS,
          "nodes_truenodeids", AttributeType.INTS,
          "nodes_falsenodeids", AttributeType.INTS,
          "nodes_missing_value_tracks_true", AttributeType.INTS);

  /** Those that {@link OnnxExport} writes. */
  private static final TreeTable OWN =
      new TreeTable(
          "target_",
          attributes("target_", "n_targets", "aggregate_function", "post_transform"),
          attributes("target_", "n_targets", "aggregate_function", "post_transform").keySet(),
          Set.of("BRANCH_LT", "BRANCH_LEQ"),
          Set.of("SUM"),
          Set.of("NONE"));

  private static final Set<String> ALL_MODES =
      Set.of("BRANCH_LT", "BRANCH_LEQ", "BRANCH_GT", "BRANCH_GTE");
  private static final Set<String> ALL_TRANSFORMS = Set.of("NONE", "LOGISTIC", "SOFTMAX");

  private static final TreeTable REGRESSOR =
      new TreeTable(
          "target_",
          attributes("target_", "n_targets", "aggregate_function", "post_transform", "base_values"),
          needed("target_", "n_targets"),
          ALL_MODES,
          Set.of("SUM", "AVERAGE"),
          ALL_TRANSFORMS);

  private static final TreeTable CLASSIFIER =
      new TreeTable(
          "class_",
          attributes(
              "class_",
              "post_transform",
              "base_values",
              "classlabels_int64s",
              "classlabels_strings"),
          needed("class_"),
          ALL_MODES,
          Set.of("SUM"),
          ALL_TRANSFORMS);

  /**
   * The table of a node in a file of Tidemark or an imported one, empty if it is no tree operator.
   */
  static Optional<TreeTable> of(NodeProto node, Origin origin) {
    if (!node.getDomain().equals(Signature.ML_DOMAIN)) {
      return Optional.empty();
    }
    return switch (node.getOpType()) {
      case "TreeEnsembleRegressor" -> Optional.of(origin == Origin.OWN ? OWN : REGRESSOR);
      case "TreeEnsembleClassifier" ->
          origin == Origin.OWN ? Optional.empty() : Optional.of(CLASSIFIER);
      default -> Optional.empty();
    };
  }

  private static Map<String, AttributeType> attributes(String leaves, String... more) {
    Map<String, AttributeType> all = new TreeMap<>(NODES);
    all.put(leaves + "treeids", AttributeType.INTS);
    all.put(leaves + "nodeids", AttributeType.INTS);
    all.put(leaves + "ids", AttributeType.INTS);
    all.put(leaves + "weights", AttributeType.FLOATS);
    for (String name : more) {
      all.put(
          name,
          switch (name) {
            case "n_targets" -> AttributeType.INT;
            case "base_values" -> AttributeType.FLOATS;
            case "classlabels_int64s" -> AttributeType.INTS;
            case "classlabels_strings" -> AttributeType.STRINGS;
            default -> AttributeType.STRING;
          });
    }
    return all;
  }

  private static Set<String> needed(String leaves, String... more) {
    return new TreeSet<>(attributes(leaves, more).keySet());
  }
}
