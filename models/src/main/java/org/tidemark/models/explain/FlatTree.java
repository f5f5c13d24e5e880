package org.tidemark.models.explain;

import org.tidemark.models.form.Tree;

/**
 * A tree as arrays by node, which walk faster than objects.
 *
 * @param feature column that a split tests; {@link #LEAF} for a leaf
 * @param threshold of a split
 * @param missingGoesLeft of a split
 * @param left child of a split
 * @param right child of a split
 * @param value of a leaf
 */
record FlatTree(
    int[] feature,
    float[] threshold,
    boolean[] missingGoesLeft,
    int[] left,
    int[] right,
    double[] value) {
  static final int LEAF = -1;

  static FlatTree of(Tree tree) {
    int n = tree.nodes().size();
    FlatTree flat =
        new FlatTree(
            new int[n], new float[n], new boolean[n], new int[n], new int[n], new double[n]);
    for (int at = 0; at < n; at++) {
      if (tree.nodes().get(at) instanceof Tree.Split split) {
        flat.feature[at] = split.feature();
        flat.threshold[at] = split.threshold();
        flat.missingGoesLeft[at] = split.missingGoesLeft();
        flat.left[at] = split.left();
        flat.right[at] = split.right();
      } else if (tree.nodes().get(at) instanceof Tree.Leaf leaf) {
        flat.feature[at] = LEAF;
        flat.value[at] = leaf.value();
      }
    }
    return flat;
  }

  int nodes() {
    return feature.length;
  }

  /** Whether a row with that value of the split's feature goes left. */
  boolean goesLeft(int at, float x) {
    return x < threshold[at] || x != x && missingGoesLeft[at];
  }
}
