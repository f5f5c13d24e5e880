package org.tidemark.models.explain;

import org.tidemark.models.form.Tree;
import org.tidemark.models.form.TreeEnsemble;

/** Margins of a tree ensemble in double, node by node. */
final class SlowMargin {
  private SlowMargin() {}

  static double of(TreeEnsemble ensemble, int output, float[] row) {
    double margin = ensemble.base().get(output);
    for (Tree tree : ensemble.trees()) {
      margin += tree.output() == output ? leaf(tree, row) : 0;
    }
    return margin;
  }

  private static double leaf(Tree tree, float[] row) {
    int at = 0;
    while (tree.nodes().get(at) instanceof Tree.Split split) {
      float x = row[split.feature()];
      boolean goesLeft = Float.isNaN(x) ? split.missingGoesLeft() : x < split.threshold();
      at = goesLeft ? split.left() : split.right();
    }
    return ((Tree.Leaf) tree.nodes().get(at)).value();
  }
}
